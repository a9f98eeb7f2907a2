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
  const post = (events: readonly string[]) => {
    const seqs = events.map((event) => UsageEvent.parse(JSON.parse(event)).seq);
    if (!store.isSynced) unsynced.push(true);
    const error = refuse(seqs);
    if (error) return Promise.reject(error);
    taken.push(...seqs);
    return Promise.resolve();
  };
  const whyInvalid = (error: unknown) => (error instanceof ConsoleError ? error.code : null);
  const uploader = new UsageUploader({ store, post, whyInvalid, nowMs: Date.now, log: quiet, windowMs: 5 });
  const settle = (count: number) => {
    for (let call = 0; call < count; call++) ledger.settle({ nanos: 0n, leases: [] }, callFacts(1n));
    ledger.flush();
    uploader.poke();
  };
  return { store, taken, uploader, settle, unsynced };
}

test("one event that the console cannot take is set aside; all others arrive in order", async () => {
  const { store, taken, settle } = setUp((seqs) => (seqs.includes(13) ? new ConsoleError(422, "invalid", "no") : null));
  settle(40);
  await waitFor("an empty outbox", () => store.backlog === 0);
  expect(taken).toEqual([...Array(40).keys()].filter((seq) => seq !== 13));
  expect(store.countRejected()).toBe(1);
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
