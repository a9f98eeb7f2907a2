import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { LoggingPolicy } from "../../lib/protocol/config.ts";
import { callFacts } from "../ledger/testing/fixture.ts";
import { quiet, tempDataDir } from "../testing/world.ts";
import { CallLog } from "./call-log.ts";
import { MemorySink } from "./reply-sink.ts";

const event = { ...callFacts(5n), bootId: "boot", seq: 0, occurredAtMs: 0, kind: "call" as const, charges: [] };
const policy = (more: Partial<LoggingPolicy> = {}) => ({ ...LoggingPolicy.parse({}), ...more });
const incoming = {
  requestId: "req_1",
  caller: "tests",
  api: "chat" as const,
  bodyText: '{"content":"to a@b.example"}',
};

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const dataDir = tempDataDir();
  const dir = join(dataDir, "calls");
  const lines = () =>
    readdirSync(dir).flatMap((name) =>
      readFileSync(join(dir, name), "utf8")
        .trim()
        .split("\n")
        .map((line): Record<string, unknown> => JSON.parse(line)),
    );
  return { log: new CallLog(dataDir, quiet), dir, dataDir, lines };
}

/** One whole call as the gateway runs it. */
function call(log: CallLog, given: LoggingPolicy): MemorySink {
  const inner = new MemorySink(new AbortController().signal);
  const sink = log.begin(given, incoming).watch(inner);
  sink.begin(200, { "content-type": "application/json" });
  void sink.write('{"answer":');
  sink.end('"to c@d.example"}');
  log.note(event, given);
  return inner;
}

test("metadata has no word of caller or model; full has both, with what looks personal taken out; off has nothing", async () => {
  const { log, lines } = open();
  const inner = call(log, policy());
  call(log, policy({ mode: "off" }));
  await log.flush();
  expect(inner.text).toBe('{"answer":"to c@d.example"}');
  expect(lines()).toMatchObject([{ entry: "attempt", caller: "test", model: "practice-small", costNanos: "5" }]);
  call(log, policy({ mode: "full" }));
  await log.flush();
  expect(lines()[1]).toMatchObject({
    entry: "body",
    callId: "req_1",
    request: '{"content":"to [redacted]"}',
    answer: '{"answer":"to [redacted]"}',
  });
  expect(lines()).toHaveLength(3);
});

test("nobody but the box's own user can read it", async () => {
  const { log, dir } = open();
  log.note(event, policy());
  await log.flush();
  const [name = ""] = readdirSync(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
});

test("each day has its file, and those older than the policy keeps are deleted, nothing else", async () => {
  const { log, dir } = open();
  mkdirSync(dir, { recursive: true });
  for (const name of [
    "2026-03-01.jsonl",
    "2026-03-02.jsonl",
    "2026-03-08.jsonl",
    "notes.txt",
    "2020-01-01.jsonl.bak",
  ]) {
    writeFileSync(join(dir, name), "{}\n");
  }
  vi.useFakeTimers({ now: new Date("2026-03-09T23:59:59Z"), toFake: ["Date"] });
  log.note(event, policy({ keepDays: 7 }));
  await log.flush();
  expect(readdirSync(dir).toSorted()).toEqual([
    "2020-01-01.jsonl.bak",
    "2026-03-02.jsonl",
    "2026-03-08.jsonl",
    "2026-03-09.jsonl",
    "notes.txt",
  ]);
  vi.setSystemTime(new Date("2026-03-10T00:00:01Z"));
  log.note(event, policy({ keepDays: 7 }));
  await log.flush();
  expect(readdirSync(dir)).toContain("2026-03-10.jsonl");
  expect(readdirSync(dir)).not.toContain("2026-03-02.jsonl");
});

test("lines that wait are written in order and at once; a disk that refuses stops no call", async () => {
  const { log, lines } = open();
  for (let seq = 0; seq < 500; seq++) log.note({ ...event, seq }, policy());
  await log.flush();
  expect(lines().map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, seq) => seq));
  const { log: stuck, dataDir } = open();
  // A file where the folder should be: not even root can write there.
  writeFileSync(join(dataDir, "calls"), "");
  chmodSync(join(dataDir, "calls"), 0o400);
  expect(call(stuck, policy({ mode: "full" })).text).toContain("answer");
  await stuck.flush();
});
