/** What a query of spend may say, apart from the schema: the controls of every spend page need it before their first answer. */

/** Presets end now; `custom` needs `from` and `to`. Months, quarters and years begin in the query's zone. */
export const spendRanges = [
  "24h",
  "7d",
  "28d",
  "30d",
  "90d",
  "mtd",
  "last-month",
  "qtd",
  "ytd",
  "12m",
  "custom",
] as const;

/** What spend can be split by. `group` is the set of a box's tags, so that no box counts twice. */
export const spendGroups = ["model", "provider", "channel", "box", "group", "agent", "caller"] as const;

export const granularities = ["hour", "day", "week", "month"] as const;
export const autoGranularity = ["auto", ...granularities] as const;
export const comparisons = ["none", "previous"] as const;

/** Days that a range may span, by the finest bucket that was asked for. */
export const maxDays: Record<(typeof granularities)[number], number> = { hour: 14, day: 400, week: 1100, month: 3700 };

/** Bounds of one list in an address, of its parts, and of a name of a zone. */
export const maxListChars = 6000;
export const maxListed = 50;
export const maxNameChars = 256;
export const maxZoneChars = 64;

/** "a,b,c". In an address a comma inside a value is written as %2C twice. */
export function splitList(text: string): string[] {
  return text.split(",").map((part) => part.replaceAll("%2C", ","));
}

/** Days that spend is kept for and asked about. */
export function isSpendDay(day: string): boolean {
  return day >= "2000-01-01" && day < "2100-01-01";
}

/** An IANA zone that this runtime knows, for example Asia/Shanghai. */
export function isZone(zone: string): boolean {
  // Offsets such as +08:00 are zones to Intl and not to Postgres, where their sign means the opposite.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const presetDays = {
  "24h": 2,
  "7d": 7,
  "28d": 28,
  "30d": 30,
  "90d": 90,
  mtd: 31,
  "last-month": 31,
  qtd: 92,
  ytd: 366,
  "12m": 366,
};

interface Asked {
  range: (typeof spendRanges)[number];
  from?: string | undefined;
  to?: string | undefined;
  granularity: (typeof autoGranularity)[number];
}

/** How many days a window spans at most; null when it is custom and not in order. */
function daysOf({ range, from, to }: Asked): number | null {
  if (range !== "custom") return presetDays[range];
  if (from === undefined || to === undefined || from > to) return null;
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

/** Why such a window cannot be drawn, and what would do; null when it can. */
export function windowFault(asked: Asked): { name: "range" | "granularity"; reason: string } | null {
  const days = daysOf(asked);
  if (days === null) return { name: "range", reason: "custom needs from and to, the first not after the last" };
  const finest = asked.granularity === "auto" ? "month" : asked.granularity;
  if (days <= maxDays[finest]) return null;
  const coarser = granularities.find((one) => maxDays[one] >= days);
  const reason = `by ${finest} at most ${maxDays[finest]} days${coarser ? `; ${days} days go by ${coarser}` : ""}`;
  return { name: "granularity", reason };
}
