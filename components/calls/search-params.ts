import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { callRanges } from "#lib/calls/limits.ts";
import { CallFilter } from "#lib/calls/schema.ts";
import { callStatuses, errorClasses, surfaces } from "#lib/protocol/usage.ts";

/** The view is the address: the server reads it for the first paint, the controls write it. */
export const callParsers = {
  range: parseAsStringLiteral(callRanges).withDefault("24h"),
  from: parseAsString,
  to: parseAsString,
  box: parseAsString,
  route: parseAsString,
  connection: parseAsString,
  model: parseAsString,
  status: parseAsStringLiteral(callStatuses),
  error: parseAsStringLiteral(errorClasses),
  caller: parseAsString,
  run: parseAsString,
  surface: parseAsStringLiteral(surfaces),
  call: parseAsString,
};
export type CallParams = inferParserType<typeof callParsers>;

/** The attempt whose details are open. */
export const openParser = parseAsString;

export const loadCallParams = createLoader(callParsers);

/** What of the address makes sense; a range half typed or a value from nowhere filters nothing. */
export function filterOf({ range, from, to, ...params }: CallParams): CallFilter {
  const window = CallFilter.safeParse({ range, from: from ?? undefined, to: to ?? undefined });
  const { range: kept, ...days } = window.data ?? { range: "24h" as const };
  const set = Object.entries(params).flatMap(([name, value]) => {
    const parsed = CallFilter.safeParse({ [name]: value?.trim() || undefined });
    return parsed.success
      ? Object.entries(parsed.data).filter(([key, each]) => key === name && each !== undefined)
      : [];
  });
  return { range: kept, ...(kept === "custom" ? days : {}), ...Object.fromEntries(set) };
}

/** Whether anything but the time is filtered by. */
export function isFiltered({ range: _range, from: _from, to: _to, ...rest }: CallFilter): boolean {
  return Object.keys(rest).length > 0;
}
