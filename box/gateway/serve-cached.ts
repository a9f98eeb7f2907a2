import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { stringifyWire } from "../../lib/money.ts";
import { noTokens, type UsageEvent } from "../../lib/protocol/usage.ts";
import { type CachedAnswer, teeSink } from "./answer-cache.ts";
import { agentOf } from "./budgets-of.ts";
import { shortName } from "./call-body.ts";
import type { CallParts, ReadCall } from "./gateway-call.ts";
import type { ReplySink } from "./reply-sink.ts";

/** Answers from memory where the route allows it; null when it must be asked. The event says what was saved. */
export function serveCached(parts: CallParts, call: ReadCall): UsageEvent | null {
  if (!isCacheable(call)) return null;
  const found = parts.cache.find(keyOf(call), parts.nowMs());
  if (!found) return null;
  const { event: original, target } = found;
  const event = parts.keeper.settle(
    { nanos: 0n, leases: [] },
    {
      connectionId: original.connectionId,
      model: original.model,
      route: shortName(call.body.model),
      caller: call.caller.name.slice(0, 64),
      agent: agentOf(call) ?? "",
      status: "ok",
      tokens: noTokens,
      webSearches: 0,
      costNanos: 0n,
      savedNanos: original.costNanos,
      isEstimated: false,
      priceHash: original.priceHash,
      latencyMs: 0,
      firstTokenMs: null,
      callId: call.requestId,
      surface: call.surface,
      attempt: 1,
      reason: "cache",
      httpStatus: null,
      errorClass: null,
      runId: call.overrides.runId,
      counted: [],
    },
  );
  parts.onSettled(event);
  call.sink.begin(200, {
    "content-type": found.contentType,
    "x-request-id": call.requestId,
    "x-kaihe-request-id": call.requestId,
    "x-kaihe-target": target,
    "x-kaihe-cache": "hit",
    "x-kaihe-cost-nanos": "0",
    "x-kaihe-saved-nanos": original.costNanos.toString(),
  });
  call.sink.end(withoutCost(found));
  return event;
}

/** A stream says what it cost in a comment; this one costs nothing. */
function withoutCost({ contentType, body }: CachedAnswer): Buffer | string {
  if (!contentType.startsWith("text/event-stream")) return body;
  return body.toString("utf8").replace(/(?<=^|\n): x-kaihe-cost-nanos=\d+\n/, ": x-kaihe-cost-nanos=0\n");
}

/** A sink that remembers what passes, and how to keep it once the call is known to have ended well. */
export function storeAnswer(parts: CallParts, call: ReadCall): { sink: ReplySink; store: (event: UsageEvent) => void } {
  const seconds = call.route.cacheSeconds;
  if (seconds === null || !isCacheable(call)) return { sink: call.sink, store: () => undefined };
  const { sink, taken } = teeSink(call.sink);
  const store = (event: UsageEvent) => {
    const answer = taken();
    if (event.status !== "ok" || !answer) return;
    parts.cache.keep(keyOf(call), { ...answer, event, expiresAtMs: parts.nowMs() + seconds * 1000 });
  };
  return { sink, store };
}

function isCacheable({ route, overrides }: ReadCall): boolean {
  return route.cacheSeconds !== null && overrides.usesCache;
}

/**
 * The same request to the same route of the same configuration, word for word, with the same wishes for the target and
 * the same headers for the provider. Numbers that a double cannot hold count as they are written.
 */
function keyOf({ api, body, route, overrides, headers }: ReadCall): string {
  const passedOn = [headers["openai-beta"], headers["anthropic-beta"], headers["anthropic-version"]];
  const { targets } = route;
  const asked = stringifyWire({ api, body, targets, routing: overrides.routing, passedOn });
  const text = canonicalize(JSON.parse(asked, keepExact)) ?? "";
  return createHash("sha256").update(text).digest("base64");
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isInexact = typeof value === "number" && String(value) !== context?.source;
  return isInexact ? { inexact: context?.source } : value;
}
