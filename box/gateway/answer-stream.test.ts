import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerStream } from "./answer-stream.ts";
import { PassThroughCodec } from "./stream-codec.ts";

async function* pieces(bytes: Buffer, cuts: readonly number[]) {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, edge] of edges.slice(1).entries()) {
    const piece = bytes.subarray(edges[index], edge);
    if (piece.length > 0) yield piece;
  }
}

async function readAll(stream: AnswerStream): Promise<string> {
  let text = "";
  for (let next = await stream.next(); next !== null; next = await stream.next()) text += next;
  return text;
}

const chunk = '{"choices":[{"delta":{"content":"häß 🌱"}}],"usage":null}';
const usage = '{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}';

test("a stream cut into any pieces, with any line ends, gives the same events", async () => {
  const lines = `data: ${chunk}\n\n: ping\n\ndata: ${usage}\n\ndata: [DONE]\n\n`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat()), fc.constantFrom("\n", "\r\n", "\r"), async (cuts, newline) => {
      const bytes = Buffer.from(lines.replaceAll("\n", newline));
      const codec = new PassThroughCodec("chat", false);
      const stream = new AnswerStream(pieces(bytes, cuts), codec);
      const out = await readAll(stream);
      expect(out.replaceAll(/: ?ping\n\n/g, "")).toBe(`data: ${chunk.replace(',"usage":null', "")}\n\n`);
      expect(stream.isComplete).toBe(true);
      expect(codec.meter.usage?.tokens).toMatchObject({ input: 7, output: 2 });
    }),
  );
});

test("after its end a stream says nothing more, and is read to its end all the same", async () => {
  let wasRead = false;
  const body = async function* () {
    yield Buffer.from(`data: ${usage}\n\ndata: [DONE]\n\ndata: {"choices":[{"late":true}]}\n\n`);
    yield Buffer.from("data: more\n\n");
    wasRead = true;
  };
  const codec = new PassThroughCodec("chat", true);
  expect(await readAll(new AnswerStream(body(), codec))).toBe(`data: ${usage}\n\n`);
  expect(codec.end()).toEqual([{ data: "[DONE]" }]);
  await expect.poll(() => wasRead).toBe(true);
});

test("data of several lines and names of events stay what they are", async () => {
  const codec = new PassThroughCodec("messages", true);
  const text = "event: ping\ndata: one\ndata: two\n\n";
  const stream = new AnswerStream(pieces(Buffer.from(text), []), codec);
  expect(await readAll(stream)).toBe(text);
  expect(stream.isComplete).toBe(false);
});
