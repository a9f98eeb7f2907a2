import { createLoader, type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { spendGroups } from "#lib/spend/choices.ts";
import { readSpendQuery } from "#lib/spend/read-query.ts";
import type { SpendGroup, SpendQuery } from "#lib/spend/schema.ts";

/**
 * The view is the address: the server reads it for the first paint, the controls write it, the schema of the API says what
 * is wrong with it. Hence text throughout: a parser here would drop what it does not like in silence.
 */
export const spendParsers = {
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  zone: parseAsString,
  granularity: parseAsString,
  groupBy: parseAsString,
  compare: parseAsString,
  provider: parseAsString,
  channel: parseAsString,
  model: parseAsString,
  box: parseAsString,
  tag: parseAsString,
  agent: parseAsString,
  caller: parseAsString,
};
export type SpendParams = inferParserType<typeof spendParsers>;
export type SpendParam = keyof SpendParams;

export const loadSpendParams = createLoader(spendParsers);

/** What of the overview is not about the query: what movements are of, whose shares are drawn, and the boxes' own price. */
export const overviewParsers = {
  moved: parseAsStringLiteral(spendGroups).withDefault("provider"),
  shares: parseAsStringLiteral(["channel", "provider"] as const).withDefault("channel"),
  boxes: parseAsBoolean.withDefault(false),
};

/** What the address says, with the page's defaults. */
export type SpendText = Readonly<Record<string, unknown>>;

export type ReadSpendParams = { kind: "query"; query: SpendQuery } | { kind: "refused"; text: SpendText };

/** What a page shows when its address says nothing. */
export type SpendDefaults = Partial<Record<SpendParam, string>>;
export const overviewDefaults = { groupBy: "provider" } satisfies SpendDefaults;
export const exploreDefaults = { compare: "previous" } satisfies SpendDefaults;

/** The address as the query that the API takes, or as what it would refuse (issuesOf says why). */
export function readSpendParams(params: SpendParams, defaults: SpendDefaults = {}): ReadSpendParams {
  const given = Object.entries(params).filter(([, value]) => value !== null);
  const text = { ...defaults, ...Object.fromEntries(given) };
  const query = readSpendQuery(text);
  return query ? { kind: "query", query } : { kind: "refused", text };
}

export const filterNames = ["provider", "channel", "model", "box", "tag", "agent", "caller"] as const;
export type FilterName = (typeof filterNames)[number];

/** A list as the address writes it; null for none. */
export function listParam(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.map((value) => value.replaceAll(",", "%2C")).join(",");
}

/** What a filter keeps, none when it is not set. */
export function keptBy(query: SpendQuery, name: FilterName): readonly string[] {
  return query[name] ?? [];
}

/** The filter that keeps one key of a group; a group of boxes by their tags is none. */
export function filterOf(group: SpendGroup): FilterName | null {
  return group === "group" ? null : group;
}
