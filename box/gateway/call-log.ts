import { appendFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LoggingPolicy } from "../../lib/protocol/config.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { eventJson } from "../ledger/event-json.ts";
import type { Log } from "../log.ts";
import { teeSink } from "./answer-cache.ts";
import type { Api } from "./api.ts";
import { redact } from "./redact.ts";
import type { ReplySink } from "./reply-sink.ts";

/** One call while it runs. */
type Record = { watch: (sink: ReplySink) => ReplySink };
type Incoming = { requestId: string; caller: string; api: Api; bodyText: string };

const dayMs = 86_400_000;
const gatherMs = 100;
/** A disk that does not keep up loses lines rather than memory. */
const mostWaiting = 10_000;

/**
 * Calls as lines of JSON in `calls/<day>.jsonl` beside the ledger, readable by the box's own user only; they never leave
 * the box. `metadata`: one line per attempt, without a word of caller or model. `full`: also what was asked and answered.
 */
export class CallLog {
  readonly #dir: string;
  readonly #log: Log;
  #lines: string[] = [];
  #writing: Promise<void> | null = null;
  #day = "";

  constructor(dataDir: string, log: Log) {
    this.#dir = join(dataDir, "calls");
    this.#log = log;
  }

  begin(policy: LoggingPolicy, { requestId, caller, api, bodyText }: Incoming): Record {
    if (policy.mode !== "full") return { watch: (sink) => sink };
    const watch = (inner: ReplySink): ReplySink => {
      const { sink, copied } = teeSink(inner);
      const write = () => {
        const facts = { entry: "body", at: new Date().toISOString(), callId: requestId, caller, api };
        const words = { request: redact(bodyText, policy.redact), answer: redact(copied(), policy.redact) };
        this.#write(JSON.stringify({ ...facts, ...words }), policy);
      };
      return {
        ...sinkOf(sink),
        end: (last) => {
          sink.end(last);
          write();
        },
      };
    };
    return { watch };
  }

  /** One attempt was settled. */
  note(event: UsageEvent, policy: LoggingPolicy): void {
    if (policy.mode === "off") return;
    this.#write(`{"entry":"attempt",${eventJson(event).slice(1)}`, policy);
  }

  /** Resolves when everything so far is written. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #write(line: string, { keepDays }: LoggingPolicy): void {
    if (this.#lines.length >= mostWaiting) return;
    this.#lines.push(line);
    this.#writing ??= this.#writeWaiting(keepDays).finally(() => {
      this.#writing = null;
    });
  }

  /** What comes within a moment goes out at once. */
  async #writeWaiting(keepDays: number): Promise<void> {
    while (this.#lines.length > 0) {
      await delay(gatherMs);
      const text = `${this.#lines.join("\n")}\n`;
      this.#lines = [];
      try {
        await this.#append(text, keepDays);
      } catch (error) {
        // A full disk must not stop calls; the ledger has its own word on that.
        this.#log.warn({ err: error }, "the call log could not be written");
      }
    }
  }

  async #append(text: string, keepDays: number): Promise<void> {
    const day = new Date().toISOString().slice(0, 10);
    if (day !== this.#day) {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      await this.#forgetBefore(new Date(Date.now() - keepDays * dayMs).toISOString().slice(0, 10));
      this.#day = day;
    }
    await appendFile(join(this.#dir, `${day}.jsonl`), text, { mode: 0o600 });
  }

  async #forgetBefore(day: string): Promise<void> {
    const old = (await readdir(this.#dir)).filter((name) => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name) && name < day);
    for (const name of old) await rm(join(this.#dir, name));
  }
}

/** A getter does not survive being spread. */
function sinkOf(sink: ReplySink): ReplySink {
  return {
    gone: sink.gone,
    get hasBegun() {
      return sink.hasBegun;
    },
    begin: (status, headers) => sink.begin(status, headers),
    write: (text) => sink.write(text),
    end: (last) => sink.end(last),
  };
}
