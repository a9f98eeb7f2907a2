import { randomUUID } from "node:crypto";
import type { HintKind } from "../../lib/protocol/channel.ts";
import { Backoff } from "../backoff.ts";
import type { Log } from "../log.ts";
import { sleep } from "../sleep.ts";
import type { ConsoleClient } from "./console-client.ts";
import { isDecommissioned } from "./console-error.ts";
import { readHints } from "./hint-stream.ts";

type Parts = {
  client: ConsoleClient;
  onHint: (kind: HintKind) => void;
  /** After every (re)connect: hints may have been missed. */
  readTruth: () => void;
  onError: (error: unknown) => void;
  log: Log;
};

const decommissionedPauseMs = 60_000;
const byePauseMs = 5000;

/** Keeps the hint stream open for the life of the box. */
export class Channel {
  readonly #parts: Parts;
  #sessionId: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Of the open stream; null while there is none. */
  get sessionId(): string | null {
    return this.#sessionId;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { client, log, onError, onHint, readTruth } = this.#parts;
    const backoff = new Backoff();
    while (!signal.aborted) {
      const sessionId = randomUUID();
      let pauseMs: number | null = null;
      const listener = {
        onOpen: () => {
          this.#sessionId = sessionId;
          backoff.reset();
          log.info({ sessionId }, "connected");
          readTruth();
        },
        onHint: (kind: HintKind) => {
          // A newer session of this box took over, or the box is not wanted any more: do not fight for the line.
          if (kind === "bye") pauseMs = byePauseMs;
          onHint(kind);
        },
      };
      try {
        await readHints(client, sessionId, listener, signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, "stream");
        if (isDecommissioned(error)) pauseMs = decommissionedPauseMs;
        onError(error);
      }
      this.#sessionId = null;
      await sleep(pauseMs ?? backoff.nextMs(), signal);
    }
  }
}
