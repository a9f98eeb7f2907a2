import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { runCanned } from "./testing/canned-attempt.ts";

const usage = '"usage":{"prompt_tokens":3,"completion_tokens":2}';
const sse = "text/event-stream";
const stream = (body: string) => ({ contentType: sse, body });
const json = (body: string) => ({ contentType: "application/json", body });

test("a plain answer is settled before its last byte leaves", async () => {
  const { order } = await runCanned("chat", json(`{"choices":[],${usage}}`));
  expect(order).toEqual(["settled ok", "last byte"]);
});

test("a stream is settled before [DONE] leaves", async () => {
  const body = `data: {"choices":[{}]}\n\ndata: {"choices":[],${usage}}\n\ndata: [DONE]\n\n`;
  const { order, text } = await runCanned("chat", stream(body));
  expect(order).toEqual(["settled ok", "last byte"]);
  expect(text).toBe('data: {"choices":[{}]}\n\ndata: [DONE]\n\n');
});

test("a stream that ends after its usage without [DONE] is whole; one that ends before is cut", async () => {
  const whole = await runCanned("chat", stream(`data: {"choices":[{"finish_reason":"stop"}],${usage}}\n\n`));
  expect(whole.order).toEqual(["settled ok", "last byte"]);
  expect(whole.text).toMatch(/data: \[DONE\]\n\n$/);
  const cut = await runCanned("chat", stream('data: {"choices":[{}]}\n\n'));
  expect(cut.order).toEqual(["settled interrupted estimated", "last byte"]);
  expect(cut.text).toContain("upstream_stream_cut");
  expect(cut.text).not.toContain("[DONE]");
});

test("a stream that breaks before its first word gives nothing to the caller, only what went wrong", async () => {
  for (const body of ["", ": still looking\n\n: for somebody\n\n"]) {
    const { order, opening, text } = await runCanned("chat", stream(body));
    expect(order).toEqual(["settled interrupted estimated"]);
    expect(opening).toMatchObject({ isOpen: false, failure: { errorClass: "stream_cut", upstream: null } });
    expect(text).toBe("");
  }
});

test("comments before the first word reach the caller with it", async () => {
  const body = `: still looking\n\ndata: {"choices":[{}]}\n\ndata: {"choices":[],${usage}}\n\ndata: [DONE]\n\n`;
  const { text } = await runCanned("chat", stream(body));
  expect(text).toMatch(/^: ?still looking\n\ndata: \{"choices":\[\{\}\]\}\n\n/);
});

test("an error as the first event is a failed attempt, whose class is what the provider said", async () => {
  const body = 'data: {"error":{"message":"Slow down","code":"rate_limit_exceeded"}}\n\n';
  const { opening } = await runCanned("chat", stream(body));
  expect(opening).toMatchObject({ isOpen: false, failure: { errorClass: "rate_limited", message: "Slow down" } });
});

test("a response that failed says so in the provider's own last event, and is charged at the hold", async () => {
  const error = { code: "server_error", message: "No more" };
  const failed = JSON.stringify({ type: "response.failed", response: { status: "failed", error, output: [] } });
  const begun = '{"type":"response.created","response":{}}';
  // In pieces, as a network delivers: the failure comes after a first word has left.
  const pieces = async function* () {
    yield Buffer.from(`event: response.created\ndata: ${begun}\n\n`);
    yield Buffer.from(`event: response.failed\ndata: ${failed}\n\n`);
  };
  const { order, text, event } = await runCanned("responses", { contentType: sse, body: Readable.from(pieces()) });
  expect(event).toMatchObject({ status: "interrupted", isEstimated: true, errorClass: "server_error" });
  expect(order.at(-1)).toBe("last byte");
  expect(text).toBe(`event: response.created\ndata: ${begun}\n\nevent: response.failed\ndata: ${failed}\n\n`);
});

test("an incomplete response is an end like any other", async () => {
  const figures = { input_tokens: 3, output_tokens: 2 };
  const data = JSON.stringify({ type: "response.incomplete", response: { usage: figures, output: [] } });
  const { order, text } = await runCanned("responses", stream(`event: response.incomplete\ndata: ${data}\n\n`));
  expect(order).toEqual(["settled ok", "last byte"]);
  expect(text).toContain(data);
});

test("numbers that a double cannot hold survive in a stream, also where `usage` is taken out", async () => {
  const tail = `data: {"choices":[],${usage}}\n\ndata: [DONE]\n\n`;
  const body = `data: {"id":9223372036854775807,"usage":null,"choices":[{"index":0}]}\n\n${tail}`;
  const { text } = await runCanned("chat", stream(body));
  expect(text).toBe('data: {"id":9223372036854775807,"choices":[{"index":0}]}\n\ndata: [DONE]\n\n');
});

test("whoever asked for usage gets every chunk as it came", async () => {
  const body = `data: {"choices":[{}],"usage":null}\n\ndata: {"choices":[],${usage}}\n\ndata: [DONE]\n\n`;
  expect((await runCanned("chat", stream(body), { wantsUsage: true })).text).toBe(body);
});

test("words about usage are not usage", async () => {
  const chunk = '{"choices":[{"delta":{"content":"say \\"usage\\":null}"}}]}';
  const body = `data: ${chunk}\n\ndata: {"choices":[],${usage}}\n\ndata: [DONE]\n\n`;
  expect((await runCanned("chat", stream(body))).text).toBe(`data: ${chunk}\n\ndata: [DONE]\n\n`);
});

test("a 200 that is no JSON, and a redirect, are failures and not answers", async () => {
  for (const body of ["", "<html>", '{"choices":[']) {
    const { opening, order } = await runCanned("chat", json(body));
    expect(opening).toMatchObject({ isOpen: false, failure: { errorClass: "server_error" } });
    expect(order).toEqual(["settled interrupted estimated"]);
  }
  const { opening } = await runCanned("chat", { ...json(""), status: 302 });
  expect(opening).toMatchObject({ isOpen: false, failure: { errorClass: "not_found" } });
});

test("a stream whose end makes no sense in the caller's API ends in an error, not in a broken connection", async () => {
  const chunk =
    '{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Hi"}}]}';
  const body = `data: ${chunk}\n\ndata: {"id":"c","choices":[],${usage}}\n\n`;
  const { order, text } = await runCanned("messages", stream(body), { kind: "openai" });
  expect(order).toEqual(["settled interrupted", "last byte"]);
  expect(text).toContain("event: error\n");
  expect(text).not.toContain("message_stop");
});

test("an answer that cannot be passed on is settled all the same", async () => {
  const whole = await runCanned("chat", json(`{"choices":[],${usage}}`), { breaksAt: "begin" });
  expect(whole.order).toEqual(["settled ok"]);
  const streamed = await runCanned("chat", stream('data: {"choices":[{}]}\n\n'), { breaksAt: "begin" });
  expect(streamed.order).toEqual(["settled interrupted estimated"]);
});
