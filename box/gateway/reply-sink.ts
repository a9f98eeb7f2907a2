import type { ServerResponse } from "node:http";

/** Where an answer goes: a client's HTTP response, or the memory of the console's *Try it*. */
export interface ReplySink {
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
  readonly hasBegun: boolean;
  begin: (status: number, headers: Record<string, string>) => void;
  /** Resolves when the receiver is ready for more (backpressure), or gone. */
  write: (text: string) => Promise<void>;
  end: (last: string | Buffer) => void;
}

export function httpSink(response: ServerResponse): ReplySink {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return {
    gone: controller.signal,
    get hasBegun() {
      return response.headersSent;
    },
    begin: (status, headers) => response.writeHead(status, headers),
    write: (text) => {
      if (response.write(text) || response.destroyed) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          response.off("drain", done);
          response.off("close", done);
          resolve();
        };
        response.on("drain", done);
        response.on("close", done);
      });
    },
    end: (last) => response.end(last),
  };
}

/** Keeps the answer; `gone` is the caller's own signal. */
export class MemorySink implements ReplySink {
  readonly gone: AbortSignal;
  status = 0;
  text = "";

  constructor(gone: AbortSignal) {
    this.gone = gone;
  }

  get hasBegun(): boolean {
    return this.status !== 0;
  }

  begin(status: number): void {
    this.status = status;
  }

  write(text: string): Promise<void> {
    this.text += text;
    return Promise.resolve();
  }

  end(last: string | Buffer): void {
    this.text += last.toString();
  }
}
