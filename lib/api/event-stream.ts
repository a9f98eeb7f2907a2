import "server-only";
import { bus } from "../bus/listen.ts";
import type { BusMessage } from "../bus/message.ts";

export interface StreamEvent {
  event?: string;
  data: unknown;
}

interface Source {
  orgId: string;
  signal: AbortSignal;
  /** What to send for a message; null for nothing, "end" to send nothing more. */
  onMessage: (message: BusMessage) => StreamEvent | "end" | null;
  /** After a lost bus connection something may have been missed: what makes the reader look again. */
  onGap: () => StreamEvent[];
  onEnd?: () => void;
  /** Asked with every keep-alive: false ends the stream, for what no message told, such as a session that expired. */
  isStillWelcome?: () => Promise<boolean>;
}

/** Below the 30 seconds after which proxies drop silent connections; also how long a missed revocation can last. */
export const keepAliveMs = 15_000;

/**
 * Ends of the open streams. A server that is told to stop waits for its requests, and a stream is a request that never
 * ends by itself: on SIGTERM they all end, and their readers come back to whichever process is there.
 */
const held = globalThis as { kaiheStreams?: Set<() => void> };

function openStreams(): Set<() => void> {
  if (!held.kaiheStreams) {
    const streams = new Set<() => void>();
    held.kaiheStreams = streams;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        for (const end of streams) end();
      });
    }
  }
  return held.kaiheStreams;
}

/** Server-sent events (WHATWG HTML §9.2) out of the bus: hints, so a slow reader may miss nothing but time. */
export function eventStream({ orgId, signal, onMessage, onGap, onEnd, isStillWelcome }: Source): Response {
  const encoder = new TextEncoder();
  const text = ({ event, data }: StreamEvent) =>
    `${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
  let stop = () => {};
  /** The reader went away and closed it. */
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      const write = (chunk: string) => {
        if (isOpen) controller.enqueue(encoder.encode(chunk));
      };
      const unsubscribe = bus().subscribe(orgId, {
        message: (message) => {
          const answer = onMessage(message);
          if (answer === "end") stop();
          else if (answer) write(text(answer));
        },
        gap: () => {
          for (const event of onGap()) write(text(event));
        },
      });
      const check = async () => {
        // When nobody can be asked the stream stays: a database that is down ends no session.
        const isWelcome = isStillWelcome === undefined || (await isStillWelcome().catch(() => true));
        if (isWelcome) write(": \n\n");
        else stop();
      };
      const keepAlive = setInterval(() => void check(), keepAliveMs);
      stop = () => {
        if (!isOpen) return;
        isOpen = false;
        openStreams().delete(stop);
        clearInterval(keepAlive);
        unsubscribe();
        signal.removeEventListener("abort", stop);
        onEnd?.();
        if (!isCancelled) controller.close();
      };
      openStreams().add(stop);
      signal.addEventListener("abort", stop);
      // The first bytes tell the reader that it is connected.
      write("retry: 1000\n: \n\n");
    },
    cancel: () => {
      isCancelled = true;
      stop();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      // So that a reader whose stream ended opens a new connection, and not on a server that is stopping.
      connection: "close",
    },
  });
}
