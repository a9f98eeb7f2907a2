import { expect, test } from "vitest";
import { callFacts } from "../ledger/testing/fixture.ts";
import { AnswerCache, teeSink } from "./answer-cache.ts";
import { MemorySink } from "./reply-sink.ts";

const event = { ...callFacts(5n), bootId: "", seq: 0, occurredAtMs: 0, kind: "call" as const, charges: [] };
const answer = (bytes: number, expiresAtMs = 1000) => ({
  contentType: "application/json",
  target: "t",
  body: Buffer.alloc(bytes),
  event,
  expiresAtMs,
});
const megabyte = 1024 * 1024;

test("an answer is found until the moment it expires, and then it is gone", () => {
  const cache = new AnswerCache();
  cache.keep("a", answer(1));
  expect(cache.find("a", 999)).not.toBeNull();
  expect(cache.find("a", 1000)).toBeNull();
  expect(cache.find("a", 0)).toBeNull();
  expect(cache.find("b", 0)).toBeNull();
});

test("beyond 64 MB the answers that were not asked for longest leave", () => {
  const cache = new AnswerCache();
  for (let index = 0; index < 64; index++) cache.keep(String(index), answer(megabyte));
  expect(cache.find("0", 0)).not.toBeNull();
  cache.keep("new", answer(megabyte));
  expect(cache.find("1", 0)).toBeNull();
  expect(cache.find("0", 0)).not.toBeNull();
  expect(cache.find("2", 0)).not.toBeNull();
  expect(cache.find("new", 0)).not.toBeNull();
});

test("what replaces an answer, or expired, is not counted twice", () => {
  const cache = new AnswerCache();
  for (let index = 0; index < 200; index++) cache.keep("same", answer(megabyte));
  for (let index = 0; index < 63; index++) cache.keep(String(index), answer(megabyte));
  expect(cache.find("same", 0)).not.toBeNull();
});

test("only whole, good answers of at most a megabyte are kept; whatever passes, passes unchanged", async () => {
  const pass = async (status: number, size: number, hasEnd = true) => {
    const inner = new MemorySink(new AbortController().signal);
    const { sink, taken } = teeSink(inner);
    sink.begin(status, { "content-type": "text/event-stream", "x-kaihe-target": "t" });
    await sink.write("a".repeat(size - 1));
    if (hasEnd) sink.end("b");
    return { text: inner.text, taken: taken() };
  };
  expect((await pass(200, 10)).taken).toMatchObject({ contentType: "text/event-stream", target: "t" });
  expect((await pass(200, megabyte)).taken?.body.length).toBe(megabyte);
  const large = await pass(200, megabyte + 1);
  expect([large.taken, large.text.length]).toEqual([null, megabyte + 1]);
  expect((await pass(200, 10, false)).taken).toBeNull();
  expect((await pass(429, 10)).taken).toBeNull();
});
