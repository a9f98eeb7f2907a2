import type { ServerResponse } from "node:http";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { parseDirectives } from "./directives.ts";
import { sendStream, sendWhole } from "./send.ts";
import { nothingProduced } from "./usage.ts";

/** A response that writes down what leaves together: what is handed over before the last piece has gone is merged. */
function recorder(goesAfter = Number.POSITIVE_INFINITY) {
  const packets: Buffer[] = [];
  const response = new Writable({
    writev: (chunks, done) => {
      // Strings are turned into buffers before they get here.
      packets.push(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)));
      if (packets.length >= goesAfter) response.destroy();
      setImmediate(done);
    },
    highWaterMark: 1_000_000,
  });
  const faked = Object.assign(response, { writeHead: () => {}, flushHeaders: () => {} });
  // Of ServerResponse, sending uses these two methods and what every Writable has.
  return { packets, response: faked as unknown as ServerResponse };
}

const directives = parseDirectives("chunk_bytes=3", "");
const events = [{ data: { word: "今天" } }, { data: { word: "天气" } }];
const errorEvent = () => ({ data: { error: true } });

test("pieces of chunk_bytes leave one by one, in a stream and in a plain answer", async () => {
  const stream = recorder();
  await sendStream(stream.response, events, errorEvent, directives);
  const whole = recorder();
  await sendWhole(whole.response, { word: "今天天气" }, directives, nothingProduced);
  for (const { packets } of [stream, whole]) {
    expect(packets.length).toBeGreaterThan(5);
    expect(Math.max(...packets.map((packet) => packet.length))).toBe(3);
  }
  expect(JSON.parse(Buffer.concat(whole.packets).toString())).toEqual({ word: "今天天气" });
});

test("a caller that goes while pieces are on their way ends the stream, and the rest is not counted", async () => {
  const { packets, response } = recorder(4);
  const produced = events.map((event) => ({ ...event, produced: { text: 1 } }));
  const sent = await sendStream(response, produced, errorEvent, directives);
  expect(sent).toEqual({ isComplete: false, produced: nothingProduced });
  expect(packets).toHaveLength(4);
});
