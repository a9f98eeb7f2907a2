import type { Readable } from "node:stream";
import { MockAgent, request } from "undici";
import { expect, test } from "vitest";
import type { callFacts } from "../ledger/testing/fixture.ts";
import { documentOf, practiceConnection } from "../testing/world.ts";
import { runAttempt } from "./attempt.ts";
import { readCallShape } from "./call-shape.ts";
import { Payment } from "./pay.ts";
import { planAttempt } from "./plan-attempt.ts";
import { MemorySink } from "./reply-sink.ts";

/** Runs one attempt against a canned answer and lists what happened in which order. */
async function orderOf(contentType: string, body: string | Readable, gone = new AbortController().signal) {
  const order: string[] = [];
  const connection = practiceConnection(1, "http://provider.test/v1");
  const config = { document: documentOf(1, [connection]), keys: new Map() };
  const chat = { model: "practice-small", messages: [] };
  const model = connection.models[0];
  if (!model) throw new Error("the practice connection has models");
  const plan = planAttempt(config, chat, readCallShape(chat), { connection, model });
  const settle = (_hold: unknown, facts: ReturnType<typeof callFacts>) => {
    order.push(`settled ${facts.status}${facts.isEstimated ? " estimated" : ""}`);
    return { ...facts, bootId: "", seq: 0, occurredAtMs: 0, kind: "call" as const, charges: [] };
  };
  const payment = new Payment({ plan, hold: { nanos: 0n, leases: [] }, who: { route: "r", caller: "c" }, settle });
  const sink = new MemorySink(gone);
  const end = sink.end.bind(sink);
  sink.end = (last) => {
    order.push("last byte");
    end(last);
  };
  const agent = new MockAgent();
  agent.disableNetConnect();
  const headers = { "content-type": contentType };
  agent
    .get("http://provider.test")
    .intercept({ path: "/", method: "GET" })
    .reply(200, () => body, { headers });
  const send = () => request("http://provider.test/", { dispatcher: agent, signal: gone });
  const result = await runAttempt({ send, payment, sink, headers: {}, keepsUsage: false });
  return { order, result, text: sink.text };
}

const usage = '"usage":{"prompt_tokens":3,"completion_tokens":2}';

test("a plain answer is settled before its last byte leaves", async () => {
  const { order } = await orderOf("application/json", `{"choices":[],${usage}}`);
  expect(order).toEqual(["settled ok", "last byte"]);
});

test("a stream is settled before [DONE] leaves", async () => {
  const { order, text } = await orderOf(
    "text/event-stream",
    `data: {"choices":[{}]}\n\ndata: {"choices":[],${usage}}\n\ndata: [DONE]\n\n`,
  );
  expect(order).toEqual(["settled ok", "last byte"]);
  expect(text).toBe('data: {"choices":[{}]}\n\ndata: [DONE]\n\n');
});

test("a stream that ends after its usage without [DONE] is whole; one that ends before is cut", async () => {
  const whole = await orderOf("text/event-stream", `data: {"choices":[{}],${usage}}\n\n`);
  expect(whole.order).toEqual(["settled ok", "last byte"]);
  const cut = await orderOf("text/event-stream", 'data: {"choices":[{}]}\n\n');
  expect(cut.order).toEqual(["settled interrupted estimated", "last byte"]);
  expect(cut.text).toContain("upstream_stream_cut");
  expect(cut.text).not.toContain("[DONE]");
});

test("a stream that breaks before its first word may be answered by the next target", async () => {
  const { order, result } = await orderOf("text/event-stream", "");
  expect(order).toEqual(["settled interrupted estimated"]);
  expect(result).toMatchObject({ kind: "failed", canFallBack: true });
});
