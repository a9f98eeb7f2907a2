import { setTimeout as sleep } from "node:timers/promises";
import { type Directives, parseDirectives } from "./directives.ts";
import { type Exchange, header } from "./exchange.ts";
import { Fault, faultOfStatus } from "./fault.ts";
import type { LedgerRow, Surface } from "./ledger.ts";

export type Opened = Pick<LedgerRow, "key" | "surface" | "model" | "isStream" | "images">;

/**
 * What a dialect usually does with a filtered prompt (`content_filter`): refuses the call, answers with no choices, or
 * does not look at prompts, and cuts the answer instead.
 */
export type PromptFilter = "error" | "empty" | "none";

export type Opening = {
  surface: Surface;
  model: string;
  isStream: boolean;
  images: number;
  /** The user's last words, where directives stand. */
  topic: string;
  /** Of the whole prompt. */
  promptTokens: number;
  promptFilter: PromptFilter;
};

/**
 * Reads the directives of a call and plays the faults that come instead of an answer. Null when it has answered
 * already; throws the Fault that the dialect writes down. Refusals stand in the ledger with their status.
 */
export async function openCall(exchange: Exchange, opening: Opening): Promise<[Directives, Opened] | null> {
  const { world, request, response, key } = exchange;
  const { surface, model, isStream, images } = opening;
  const opened = { key, surface, model, isStream, images };
  const directives = parseDirectives(header(request, "x-sim"), opening.topic, world.script.next(model));
  if (directives.delayMs > 0) await sleep(directives.delayMs);
  const refuse = (status: number) => {
    const nothing = { usage: null, rawUsage: null, inputTokens: 0, outputTokens: 0, searches: 0, isComplete: true };
    world.ledger.push({ at: Date.now(), ...opened, status, ...nothing });
  };
  const fault = faultOf(exchange, opening, directives);
  if (fault) {
    refuse(fault.status);
    throw fault;
  }
  if (directives.htmlError) {
    refuse(502);
    const page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
    response.writeHead(502, { "content-type": "text/html" }).end(page);
    return null;
  }
  if (directives.empty) {
    refuse(200);
    response.writeHead(200, { "content-type": "application/json", "content-length": 0 }).end();
    return null;
  }
  return [directives, opened];
}

function faultOf({ world }: Exchange, opening: Opening, directives: Directives): Fault | null {
  const { failTimes, retryAfter, contentFilter } = directives;
  if (failTimes && world.script.isFailing(failTimes.key ?? opening.model, failTimes.count)) {
    return faultOfStatus(failTimes.status, retryAfter);
  }
  if (directives.status !== null) return faultOfStatus(directives.status, retryAfter);
  const most = world.contextTokens ?? 128_000;
  if (directives.contextTooLong || (world.contextTokens !== null && opening.promptTokens > most)) {
    const tokens = Math.max(opening.promptTokens, directives.contextTooLong ? most + 1 : 0);
    return new ContextTooLong(tokens, most);
  }
  const { promptFilter } = opening;
  const isRefused = contentFilter === "prompt" ? promptFilter !== "empty" : contentFilter === "default";
  if (!isRefused || (contentFilter === "default" && promptFilter !== "error")) return null;
  return new Fault("content_filter", 400, "The prompt was filtered, as asked for.", { param: "prompt" });
}

/** The prompt does not fit; each dialect has its own words for it, and clients go by them. */
export class ContextTooLong extends Fault {
  readonly tokens: number;
  readonly most: number;

  constructor(tokens: number, most: number) {
    const message = `This model's maximum context length is ${most} tokens, and your prompt has ${tokens}.`;
    super("context_too_long", 400, message, { code: "context_length_exceeded", param: "messages" });
    this.tokens = tokens;
    this.most = most;
  }
}
