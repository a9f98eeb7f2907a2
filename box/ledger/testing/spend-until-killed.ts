import { systemClock } from "../../clock.ts";
import { callFacts, grantOf, openLedger } from "./fixture.ts";

/**
 * Child process of the kill -9 test: holds and settles as fast as it can, three calls in flight, and prints each
 * answered call only after its event was written, as the gateway answers only then.
 */
const { ledger } = openLedger(process.argv[2] ?? "");
ledger.acceptGrant(grantOf(1, 1_000_000_000n, { expiresAtMonotonicMs: systemClock.monotonicMs() + 600_000 }));
const open = [];
const print = (text: string) => new Promise((resolve) => process.stdout.write(text, resolve));

for (let call = 0; call < 2_000_000; call++) {
  const result = ledger.hold([grantOf(1, 0n).budgetId], 900n);
  if (!result.isHeld) break;
  await print("h");
  open.push(result.hold);
  const hold = open.length > 3 ? open.shift() : undefined;
  if (hold) {
    const event = ledger.settle(hold, callFacts(BigInt(100 + (call % 700))));
    await ledger.flushed();
    await print(`\n${event.seq}:${event.costNanos}\n`);
  }
}
