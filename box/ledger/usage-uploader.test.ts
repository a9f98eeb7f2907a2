import { expect, test } from "vitest";
import { UsageEvent } from "../../lib/protocol/usage.ts";
import { ConsoleError } from "../channel/console-error.ts";
import { waitFor } from "../testing/wait-for.ts";
import { quiet } from "../testing/world.ts";
import { callFacts, openLedger, tempLedgerPath } from "./testing/fixture.ts";
import { UsageUploader } from "./usage-uploader.ts";

function setUp(refuse: (seqs: readonly number[]) => Error | null) {
  const { ledger, store } = openLedger(tempLedgerPath());
  const taken: number[] = [];
  const unsynced: boolean[] = [];
  const posts: number[] = [];
  const post = (events: readonly string[]) => {
    posts.push(events.length);
    const seqs = events.map((event) => UsageEvent.parse(JSON.parse(event)).seq);
    if (!store.isSynced) unsynced.push(true);
    const error = refuse(seqs);
    if (error) return Promise.reject(error);
    taken.push(...seqs);
    return Promise.resolve();
  };
  const whyInvalid = (error: unknown) => (error instanceof ConsoleError ? error.detail : null);
  const uploader = new UsageUploader({ store, post, whyInvalid, nowMs: Date.now, log: quiet, windowMs: 5 });
  const settle = (count: number) => {
    for (let call = 0; call < count; call++) ledger.settle({ nanos: 0n, leases: [] }, callFacts(1n));
    ledger.flush();
    uploader.poke();
  };
  return { store, taken, uploader, settle, unsynced, posts };
}

test("one event that the console cannot take is set aside; all others arrive in order", async () => {
  const { store, taken, settle } = setUp((seqs) => (seqs.includes(13) ? new ConsoleError(422, "invalid", "no") : null));
  settle(40);
  await waitFor("an empty outbox", () => store.backlog === 0);
  expect(taken).toEqual([...Array(40).keys()].filter((seq) => seq !== 13));
  expect(store.countRejected()).toBe(1);
});

test("an event that the console names is singled out at once, and kept with the reason", async () => {
  const { store, taken, settle, posts } = setUp((seqs) => {
    const index = seqs.indexOf(700);
    return index < 0 ? null : new ConsoleError(422, "invalid", `events.${index}.model: is not known`);
  });
  settle(900);
  await waitFor("an empty outbox", () => store.backlog === 0);
  expect(taken).toEqual([...Array(900).keys()].filter((seq) => seq !== 700));
  expect(posts).toEqual([900, 700, 1, 199]);
  expect(store.listRejected(20)).toMatchObject([{ seq: 700, costNanos: 1n, reason: "events.0.model: is not known" }]);
});

test("a reason that names an event which is not there does not lead astray", async () => {
  const { store, settle } = setUp((seqs) =>
    seqs.includes(5) ? new ConsoleError(422, "invalid", "events.77.model: no") : null,
  );
  settle(9);
  await waitFor("an empty outbox", () => store.backlog === 0);
  expect(store.listRejected(20).map(({ seq }) => seq)).toEqual([5]);
});

test("while the console is away nothing is lost or set aside", async () => {
  let isAway = true;
  const { store, taken, uploader, settle } = setUp(() => (isAway ? new Error("down") : null));
  settle(1500);
  await waitFor("a first attempt", () => store.backlog === 1500);
  isAway = false;
  uploader.retryNow();
  await waitFor("an empty outbox", () => store.backlog === 0);
  expect(taken).toEqual([...Array(1500).keys()]);
  expect(store.countRejected()).toBe(0);
});

test("an event leaves the box only when a power cut can no longer take it from the disk", async () => {
  const { store, settle, unsynced } = setUp(() => null);
  settle(3);
  expect(store.isSynced).toBe(false);
  await waitFor("an empty outbox", () => store.backlog === 0);
  expect(unsynced).toEqual([]);
});
