import { idPattern } from "../protocol/id-pattern.ts";
import { channels } from "../protocol/provider-names.ts";
import {
  autoGranularity,
  comparisons,
  isSpendDay,
  isZone,
  maxListChars,
  maxListed,
  maxNameChars,
  maxZoneChars,
  spendGroups,
  spendRanges,
  splitList,
  windowFault,
} from "./choices.ts";
import type { SpendQuery } from "./schema.ts";

type Text = Readonly<Record<string, unknown>>;
/** Told apart from "left out", which is undefined. */
const bad = Symbol("bad");
type Read<Value> = Value | undefined | typeof bad;

function one<Value>(given: unknown, read: (text: string) => Value | typeof bad): Read<Value> {
  if (given === undefined) return undefined;
  return typeof given === "string" ? read(given) : bad;
}

const oneOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (text: string) =>
    choices.find((choice) => choice === text) ?? bad;

const matching = (isRight: (text: string) => boolean) => (text: string) => (isRight(text) ? text : bad);

const listOf =
  <Item>(read: (text: string) => Item | typeof bad) =>
  (text: string): Item[] | typeof bad => {
    const parts = text.length > maxListChars ? [] : splitList(text).map(read);
    const items = parts.filter((part): part is Item => part !== bad);
    return items.length === parts.length && items.length > 0 && items.length <= maxListed ? items : bad;
  };

const idList = (prefix: string) => {
  const pattern = idPattern(prefix);
  return listOf(matching((text) => pattern.test(text)));
};
const names = listOf(matching((text) => text.length <= maxNameChars));
const groups = listOf(oneOf(spendGroups));

/** A day of the calendar: the 30th of February is none. */
const day = matching((text) => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) && isSpendDay(text);
});

const readers = {
  range: oneOf(spendRanges),
  from: day,
  to: day,
  zone: matching((text) => text.length <= maxZoneChars && isZone(text)),
  provider: idList("prv"),
  channel: listOf(oneOf(channels)),
  model: names,
  box: idList("box"),
  tag: names,
  agent: names,
  caller: names,
  granularity: oneOf(autoGranularity),
  groupBy: (text: string) => {
    const by = groups(text);
    return by === bad || by.length > 2 || new Set(by).size < by.length ? bad : by;
  },
  compare: oneOf(comparisons),
};

/**
 * SpendQuery without the schema, for pages that have not loaded zod: the same value for whatever the schema takes, null for
 * whatever it refuses; then the schema has the words (components/spend/url-problem.tsx). A property test holds the two
 * against each other.
 */
export function readSpendQuery(text: Text): SpendQuery | null {
  const read: Record<string, unknown> = { range: "30d", granularity: "auto", groupBy: ["model"], compare: "none" };
  for (const [name, reader] of Object.entries(readers)) {
    const value = one<unknown>(text[name], reader);
    if (value === bad) return null;
    if (value !== undefined) read[name] = value;
  }
  // Each key was read by the reader of the same name just above.
  const query = read as SpendQuery;
  return windowFault(query) === null ? query : null;
}
