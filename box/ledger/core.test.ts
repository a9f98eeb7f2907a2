import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Account,
  closeSlice,
  freeNanos,
  openAccount,
  planHold,
  raiseGrant,
  recoverAccount,
  returnDown,
  settleHold,
} from "./core.ts";

/** The money as it really is, beside what the accounts say. */
type Real = { accounts: Account[]; trueSpent: bigint[]; durable: Account[]; holds: { on: number[]; nanos: bigint }[] };

class Hold implements fc.Command<object, Real> {
  readonly on: number[];
  readonly nanos: bigint;
  constructor(on: number[], nanos: bigint) {
    this.on = on;
    this.nanos = nanos;
  }
  check = () => true;
  run(_: object, real: Real) {
    const before = [...real.accounts];
    const accounts = this.on.map((index) => at(real.accounts, index));
    const plan = planHold(accounts, this.nanos);
    expect(plan.isCovered).toBe(accounts.every((account) => freeNanos(account) >= this.nanos));
    if (!plan.isCovered) {
      expect(real.accounts).toEqual(before);
      return;
    }
    for (const [position, index] of this.on.entries()) {
      const next = at(plan.next, position);
      expect(next.held - at(real.accounts, index).held).toBe(this.nanos);
      if (next.sliced > at(real.accounts, index).sliced) real.durable[index] = { ...next, held: 0n };
      real.accounts[index] = next;
    }
    real.holds.push({ on: this.on, nanos: this.nanos });
  }
  toString = () => `hold ${this.nanos} on ${this.on}`;
}

class Settle implements fc.Command<object, Real> {
  readonly percent: number;
  constructor(percent: number) {
    this.percent = percent;
  }
  check = () => true;
  run(_: object, real: Real) {
    const hold = real.holds.shift();
    if (!hold) return;
    const actual = (hold.nanos * BigInt(this.percent)) / 100n;
    for (const index of hold.on) {
      real.accounts[index] = settleHold(at(real.accounts, index), hold.nanos, actual);
      real.durable[index] = { ...at(real.accounts, index), held: 0n };
      real.trueSpent[index] = at(real.trueSpent, index) + actual;
    }
  }
  toString = () => `settle at ${this.percent}%`;
}

/** Power fails: the provider may have taken anything up to the holds; the box only has its disk. */
class Crash implements fc.Command<object, Real> {
  check = () => true;
  run(_: object, real: Real) {
    for (const hold of real.holds) {
      for (const index of hold.on) real.trueSpent[index] = at(real.trueSpent, index) + hold.nanos;
    }
    real.holds = [];
    for (const [index, durable] of real.durable.entries()) {
      const { account, unaccounted } = recoverAccount(durable);
      expect(unaccounted).toBe(durable.sliced - durable.spent);
      real.accounts[index] = account;
      real.durable[index] = account;
    }
  }
  toString = () => "crash";
}

class Change implements fc.Command<object, Real> {
  readonly index: number;
  readonly name: string;
  readonly change: (account: Account) => Account;
  constructor(index: number, name: string, change: (account: Account) => Account) {
    this.index = index;
    this.name = name;
    this.change = change;
  }
  check = () => true;
  run(_: object, real: Real) {
    const before = at(real.accounts, this.index);
    const next = this.change(before);
    expect(next.held).toBe(before.held);
    expect(next.spent).toBe(before.spent);
    expect(next.returned).toBeGreaterThanOrEqual(before.returned);
    expect(this.change(next)).toEqual(next);
    real.accounts[this.index] = next;
    real.durable[this.index] = { ...next, held: 0n };
  }
  toString = () => `${this.name} on ${this.index}`;
}

/** The ledger begins anew: the lease is not touched any more, and another one takes its place. */
class Abandon implements fc.Command<object, Real> {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
  check = () => true;
  run(_: object, real: Real) {
    for (const hold of real.holds.filter(({ on }) => on.includes(this.index))) {
      for (const other of hold.on) {
        real.accounts[other] = settleHold(at(real.accounts, other), hold.nanos, hold.nanos);
        real.durable[other] = { ...at(real.accounts, other), held: 0n };
        real.trueSpent[other] = at(real.trueSpent, other) + hold.nanos;
      }
    }
    real.holds = real.holds.filter(({ on }) => !on.includes(this.index));
    // All that the console presumes spent of it covers what was.
    const { granted, returned } = at(real.accounts, this.index);
    expect(granted - returned).toBeGreaterThanOrEqual(at(real.trueSpent, this.index));
    real.accounts[this.index] = openAccount(0n);
    real.durable[this.index] = openAccount(0n);
    real.trueSpent[this.index] = 0n;
  }
  toString = () => `abandon ${this.index}`;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
}

class Checked implements fc.Command<object, Real> {
  readonly inner: fc.Command<object, Real>;
  constructor(inner: fc.Command<object, Real>) {
    this.inner = inner;
  }
  check = () => true;
  run(model: object, real: Real) {
    this.inner.run(model, real);
    for (const [index, account] of real.accounts.entries()) {
      expect(account.spent + account.held).toBeLessThanOrEqual(account.sliced);
      expect(account.sliced).toBeLessThanOrEqual(account.granted - account.returned);
      expect(account.spent).toBeGreaterThanOrEqual(at(real.trueSpent, index));
      // Whatever happens next, what the disk would charge covers what can have been spent.
      expect(at(real.durable, index).sliced).toBeGreaterThanOrEqual(account.spent + account.held);
    }
  }
  toString = () => this.inner.toString();
}

const lease = fc.nat({ max: 2 });
const nanos = fc.bigInt({ min: 0n, max: 400n });
const commands = [
  fc
    .tuple(fc.uniqueArray(lease, { minLength: 1, maxLength: 3 }), nanos)
    .map(([on, amount]) => new Checked(new Hold(on, amount))),
  fc.nat({ max: 100 }).map((percent) => new Checked(new Settle(percent))),
  fc.constant(new Checked(new Crash())),
  lease.map((index) => new Checked(new Change(index, "close slice", closeSlice))),
  fc
    .tuple(lease, nanos)
    .map(([index, keep]) => new Checked(new Change(index, `keep ${keep}`, (account) => returnDown(account, keep)))),
  // The console took the budget away: whatever no call holds goes back, now and after each call that ends.
  lease.map((index) => new Checked(new Change(index, "revoke", (account) => returnDown(account, 0n)))),
  lease.map((index) => new Checked(new Abandon(index))),
  fc
    .tuple(lease, fc.bigInt({ min: 0n, max: 3000n }))
    .map(
      ([index, granted]) =>
        new Checked(new Change(index, `grant ${granted}`, (account) => raiseGrant(account, granted))),
    ),
];

test("no order of holds, settlements, grants, returns and crashes spends more than was granted", () => {
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60 }), (sequence) => {
      const accounts = [openAccount(1000n), openAccount(500n), openAccount(0n)];
      const setup = () => ({
        model: {},
        real: { accounts, trueSpent: [0n, 0n, 0n], durable: [...accounts], holds: [] },
      });
      fc.modelRun(setup, sequence);
    }),
    { numRuns: 400 },
  );
});

test("a hold that one of its budgets cannot cover touches none", () => {
  const plan = planHold([openAccount(100n), openAccount(10n)], 50n);
  expect(plan).toEqual({ isCovered: false, shortfalls: [0n, 40n] });
});

test("a provider that charges more than the hold is recorded as it is, and the lease gives nothing more", () => {
  const plan = planHold([openAccount(100n)], 100n);
  if (!plan.isCovered) throw new Error("covered");
  const settled = settleHold(at(plan.next, 0), 100n, 130n);
  expect(settled.spent).toBe(130n);
  expect(freeNanos(settled)).toBe(0n);
  expect(returnDown(settled, 0n).returned).toBe(0n);
});

test("a hold cannot be settled twice", () => {
  const plan = planHold([openAccount(100n)], 60n);
  if (!plan.isCovered) throw new Error("covered");
  const settled = settleHold(at(plan.next, 0), 60n, 10n);
  expect(() => settleHold(settled, 60n, 10n)).toThrow("once");
});

test("a return leaves what is kept and what is held, and no slice beyond them", () => {
  const plan = planHold([openAccount(5000n)], 700n);
  if (!plan.isCovered) throw new Error("covered");
  const kept = returnDown({ ...at(plan.next, 0), sliced: 2000n }, 300n);
  expect(kept).toMatchObject({ returned: 4000n, held: 700n, sliced: 700n });
  expect(freeNanos(kept)).toBe(300n);
  expect(returnDown(kept, 300n)).toBe(kept);
});

test("a slice grows by a fiftieth of the lease, or by what a larger call needs", () => {
  const small = planHold([openAccount(5000n)], 10n);
  const large = planHold([openAccount(5000n)], 700n);
  expect(small.isCovered && at(small.next, 0).sliced).toBe(100n);
  expect(large.isCovered && at(large.next, 0).sliced).toBe(700n);
});
