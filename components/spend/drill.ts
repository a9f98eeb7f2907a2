import { dayIn } from "#components/chart/zoom-days.ts";
import { callRanges, maxRangeDays } from "#lib/calls/limits.ts";
import type { SpendGroup, SpendQuery, SpendView } from "#lib/spend/schema.ts";
import { type FilterName, filterNames, filterOf, keptBy, listParam, type SpendParams } from "./search-params.ts";

/** From the whole to the single: what one asks next about a row. */
const order: readonly SpendGroup[] = ["channel", "provider", "model", "box", "agent", "caller"];

/** What to split by once one key of `group` is all that is left: the next that the query does not hold to one already. */
export function nextGroup(query: SpendQuery, group: SpendGroup): SpendGroup | null {
  const [, second] = query.groupBy;
  const isOpen = (one: SpendGroup) => {
    const name = filterOf(one);
    return one !== group && (name === null || keptBy(query, name).length !== 1);
  };
  if (second && isOpen(second)) return second;
  const after = order.slice(order.indexOf(group) + 1);
  return [...after, ...order].find(isOpen) ?? null;
}

/** The address of a row's own picture: it alone, split by the next dimension. Null where no filter keeps exactly that. */
export function drillInto(query: SpendQuery, group: SpendGroup, key: string): Partial<SpendParams> | null {
  const name = filterOf(group);
  const next = nextGroup(query, group);
  if (name === null || next === null) return null;
  // What has no channel any more is no channel to ask for.
  if (name === "channel" && key === "") return null;
  return { [name]: listParam([key]), groupBy: next };
}

/** How the list of calls names the same dimensions; it keeps one value of each, and knows no channels, tags and agents. */
const callNames: Partial<Record<FilterName, string>> = {
  provider: "connection",
  model: "model",
  box: "box",
  caller: "caller",
};

/**
 * The list of the calls that a picture is made of, as the part of its address after the question mark; null where that list
 * cannot show exactly them: another zone's days, too many of them, or a filter it does not have.
 */
export function callsOf(query: SpendQuery, view: SpendView, orgZone: string): string | null {
  const set = filterNames.filter((name) => keptBy(query, name).length > 0);
  const search = new URLSearchParams();
  for (const name of set) {
    const [called, kept] = [callNames[name], keptBy(query, name)];
    if (called === undefined || kept.length !== 1 || !kept[0]) return null;
    search.set(called, kept[0]);
  }
  const same = callRanges.find((range) => range === query.range && range === "24h");
  if (same) {
    search.set("range", same);
    return search.toString();
  }
  const days = {
    from: dayIn(view.timezone, new Date(view.startsAt)),
    to: dayIn(view.timezone, new Date(Date.parse(view.endsAt) - 1)),
  };
  const count = (Date.parse(days.to) - Date.parse(days.from)) / 86_400_000 + 1;
  if (view.timezone !== orgZone || count > maxRangeDays) return null;
  for (const [name, value] of Object.entries({ range: "custom", ...days })) search.set(name, value);
  return search.toString();
}

/** The same picture for whoever opens it later and elsewhere: the days it shows now, their zone, and their grain. */
export function pinned(query: SpendQuery, view: SpendView): Partial<SpendParams> {
  return {
    range: "custom",
    from: dayIn(view.timezone, new Date(view.startsAt)),
    to: dayIn(view.timezone, new Date(Date.parse(view.endsAt) - 1)),
    zone: view.timezone,
    granularity: view.granularity,
    groupBy: listParam(query.groupBy),
    compare: query.compare,
    ...Object.fromEntries(filterNames.map((name) => [name, listParam(keptBy(query, name))])),
  };
}
