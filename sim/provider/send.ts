import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Directives } from "./directives.ts";
import { addProduced, nothingProduced, type Produced } from "./usage.ts";

/** One event of a stream before it is bytes. */
export type StreamEvent = {
  /** The `event:` line, where the dialect has one. */
  event?: string;
  data: object | "[DONE]";
  /** Tokens the model produced for it. */
  produced?: Partial<Produced>;
  /** It says that the stream is complete; `no_done` leaves it out. */
  isEnd?: true;
};

/** What went out by the time an answer ended, however it ended. */
export type Sent = { produced: Produced; isComplete: boolean };

/** A whole answer: all of it, or with `cut_after`, `stall_after` or `malformed_after` its first half. */
export async function sendWhole(
  response: ServerResponse,
  body: object,
  directives: Directives,
  produced: Produced,
): Promise<Sent> {
  const bytes = Buffer.from(JSON.stringify(body));
  const half = bytes.subarray(0, bytes.length / 2);
  const isMalformed = directives.malformedAfter !== null;
  const sent = isMalformed ? half : bytes;
  response.writeHead(200, { "content-type": "application/json", "content-length": sent.length });
  await firstByte(response, directives);
  if (directives.cutAfter !== null || directives.stallAfter !== null) {
    await flushed(response, half);
    if (directives.cutAfter !== null) response.destroy();
    else await closed(response);
    return { produced, isComplete: false };
  }
  const isComplete = await writeAll(response, sent, directives.chunkBytes);
  response.end();
  return { produced, isComplete };
}

/** Server-sent events; stops producing (and counting) when the caller hangs up. */
export async function sendStream(
  response: ServerResponse,
  events: Iterable<StreamEvent>,
  errorEvent: (sent: number) => StreamEvent,
  directives: Directives,
): Promise<Sent> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  await firstByte(response, directives);
  let sent = 0;
  let produced = nothingProduced;
  const put = (event: StreamEvent | string) =>
    writeAll(response, toBytes(event, directives.crlf), directives.chunkBytes);
  const unfinished = () => ({ produced, isComplete: false });

  for (const event of events) {
    if (sent === directives.cutAfter) {
      await flushed(response, Buffer.from(": cut\n\n"));
      response.destroy();
      return unfinished();
    }
    if (sent === directives.stallAfter) {
      await closed(response);
      return unfinished();
    }
    if (sent === directives.errorEventAfter) {
      await put(errorEvent(sent));
      response.end();
      return unfinished();
    }
    if (sent === directives.malformedAfter) await put('data: {"practice": malformed\n\n');
    if (event.isEnd && directives.noDone) continue;
    if (directives.chunkMs > 0) await sleep(directives.chunkMs);
    if (!(await put(event))) return unfinished();
    sent++;
    produced = addProduced(produced, event.produced ?? {});
  }
  response.end();
  return { produced, isComplete: true };
}

function toBytes(event: StreamEvent | string, isCrlf: boolean): Buffer {
  const text = typeof event === "string" ? event : eventText(event);
  return Buffer.from(isCrlf ? text.replaceAll("\n", "\r\n") : text);
}

function eventText({ event, data }: StreamEvent): string {
  const line = `data: ${data === "[DONE]" ? data : JSON.stringify(data)}\n\n`;
  return event === undefined ? line : `event: ${event}\n${line}`;
}

async function firstByte(response: ServerResponse, { firstByteMs }: Directives): Promise<void> {
  if (firstByteMs === 0) return;
  response.flushHeaders();
  await sleep(firstByteMs);
}

async function writeAll(response: ServerResponse, bytes: Buffer, pieceBytes: number | null): Promise<boolean> {
  if (pieceBytes === null) return await write(response, bytes);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    if (response.destroyed) return false;
    // Pieces that do not wait for each other leave together.
    await flushed(response, bytes.subarray(start, start + pieceBytes));
  }
  return !response.destroyed;
}

async function write(response: ServerResponse, bytes: Buffer): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(bytes)) return !response.destroyed;
  await new Promise<void>((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
  return !response.destroyed;
}

/** Writes and waits until it has left: destroying would discard it. */
async function flushed(response: ServerResponse, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off("close", done);
      resolve();
    };
    response.once("close", done);
    response.write(bytes, done);
  });
}

/** Resolves when the caller has gone. */
function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.once("close", () => resolve());
  });
}
