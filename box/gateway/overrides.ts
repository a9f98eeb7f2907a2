import type { IncomingHttpHeaders } from "node:http";
import { parseUsd } from "../../lib/money.ts";
import { AgentName } from "../../lib/protocol/budget.ts";
import { type Connection, strategies } from "../../lib/protocol/config.ts";
import { channels } from "../../lib/protocol/provider-names.ts";
import type { Overrides } from "../../lib/routing/demands.ts";
import { GatewayError } from "./gateway-error.ts";

/** What one call asks of the box itself, beside what it asks of the model. */
export type CallOverrides = {
  routing: Overrides;
  /** Answer why, call nobody. */
  isDryRun: boolean;
  /** Only the first target. */
  hasFallback: boolean;
  usesCache: boolean;
  /** Seconds to the first byte, below the route's. */
  firstByteSeconds: number | null;
  runId: string | null;
  /** The agent that the caller says it is; a key that names one knows better. */
  agent: string | null;
  /** Shorten the answer instead of refusing the call where a hard budget cannot cover it all. */
  clamps: boolean;
};

export const noOverrides: CallOverrides = {
  routing: {},
  isDryRun: false,
  hasFallback: true,
  usesCache: true,
  firstByteSeconds: null,
  runId: null,
  agent: null,
  clamps: false,
};

const known = new Set([
  "x-kaihe-strategy",
  "x-kaihe-channel",
  "x-kaihe-provider",
  "x-kaihe-max-input-usd",
  "x-kaihe-max-output-usd",
  "x-kaihe-dry-run",
  "x-kaihe-fallback",
  "x-kaihe-cache",
  "x-kaihe-timeout-seconds",
  "x-kaihe-run-id",
  "x-kaihe-agent",
  "x-kaihe-clamp",
]);

/**
 * Reads the `x-kaihe-*` headers of a request. Throws GatewayError 400 that names the header and what it may be; also for
 * one that does not exist, because a misspelt limit is a limit that is not kept.
 */
export function readOverrides(headers: IncomingHttpHeaders, connections: readonly Connection[]): CallOverrides {
  const unknown = Object.keys(headers).find((name) => name.startsWith("x-kaihe-") && !known.has(name));
  if (unknown) throw invalid(unknown, `does not exist. There are: ${[...known].join(", ")}`);
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  return {
    routing: {
      strategy: oneOf(text("x-kaihe-strategy"), "x-kaihe-strategy", strategies),
      channels: listIn(text("x-kaihe-channel"))?.map((item) => oneOf(item, "x-kaihe-channel", channels)),
      connectionIds: listIn(text("x-kaihe-provider"))?.map((item) => connectionOf(item, connections)),
      maxInputNanosPerMillion: usd(text("x-kaihe-max-input-usd"), "x-kaihe-max-input-usd"),
      maxOutputNanosPerMillion: usd(text("x-kaihe-max-output-usd"), "x-kaihe-max-output-usd"),
    },
    isDryRun: flag(text("x-kaihe-dry-run"), "x-kaihe-dry-run", false),
    hasFallback: flag(text("x-kaihe-fallback"), "x-kaihe-fallback", true),
    usesCache: flag(text("x-kaihe-cache"), "x-kaihe-cache", true),
    firstByteSeconds: seconds(text("x-kaihe-timeout-seconds"), "x-kaihe-timeout-seconds"),
    runId: runId(text("x-kaihe-run-id")),
    agent: agent(text("x-kaihe-agent")),
    clamps: flag(text("x-kaihe-clamp"), "x-kaihe-clamp", false),
  };
}

function invalid(header: string, reason: string): GatewayError {
  return new GatewayError(400, "invalid_header", `The header \`${header}\` ${reason}.`, { param: header });
}

function listIn(text: string | null): string[] | undefined {
  return text
    ?.split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function oneOf<const T extends string>(text: string, header: string, allowed: readonly T[]): T;
function oneOf<const T extends string>(text: string | null, header: string, allowed: readonly T[]): T | undefined;
function oneOf<const T extends string>(text: string | null, header: string, allowed: readonly T[]): T | undefined {
  if (text === null) return undefined;
  const found = allowed.find((item) => item === text.toLowerCase());
  if (found === undefined) throw invalid(header, `must be one of ${allowed.join(", ")}`);
  return found;
}

function connectionOf(text: string, connections: readonly Connection[]): string {
  const found = connections.find(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
  if (!found) throw invalid("x-kaihe-provider", `must name one of ${connections.map(({ name }) => name).join(", ")}`);
  return found.id;
}

function usd(text: string | null, header: string): bigint | undefined {
  if (text === null) return undefined;
  const nanos = parseUsd(text);
  if (nanos === null) throw invalid(header, "must be US dollars per million tokens, for example 2.50");
  return nanos;
}

function flag(text: string | null, header: string, otherwise: boolean): boolean {
  if (text === null) return otherwise;
  const word = text.toLowerCase();
  if (word === "on" || word === "true" || word === "1") return true;
  if (word === "off" || word === "false" || word === "0") return false;
  throw invalid(header, "must be on or off");
}

function seconds(text: string | null, header: string): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0.1 || value > 600) throw invalid(header, "must be seconds from 0.1 to 600");
  return value;
}

function runId(text: string | null): string | null {
  if (text !== null && text.length > 128) throw invalid("x-kaihe-run-id", "must have at most 128 characters");
  return text;
}

function agent(text: string | null): string | null {
  if (text === null || AgentName.safeParse(text).success) return text;
  throw invalid("x-kaihe-agent", "must be letters, digits, dots, dashes and underscores, at most 63");
}
