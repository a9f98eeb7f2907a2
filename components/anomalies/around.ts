import type { Anomaly } from "#lib/spend/anomaly-schema.ts";
import { addDays, earlierDay } from "#lib/spend/days.ts";
import { spendInput, spendSearch } from "#lib/spend/query.ts";
import type { SpendQuery } from "#lib/spend/schema.ts";

/** Four weeks before, because that is how far "usual" reaches back at least, and a week after. */
const daysBefore = 28;
const daysAfter = 7;

type Subject = Pick<Anomaly, "dimension" | "key" | "day">;

/** The picture of one key's days around its anomaly. `today` in the organization's zone: there is nothing after it. */
export function spendAround({ dimension, key, day }: Subject, today: string): SpendQuery {
  return spendInput({
    range: "custom",
    from: addDays(day, -daysBefore),
    to: earlierDay(addDays(day, daysAfter), today),
    granularity: "day",
    groupBy: [dimension],
    [dimension]: [key],
  });
}

/** The same days in Explore, split by what one asks next. */
export function exploreHref(slug: string, subject: Subject, today: string): string {
  const query = spendAround(subject, today);
  const groupBy = subject.dimension === "model" ? "agent" : "model";
  return `/${slug}/spend/explore?${spendSearch({ ...query, groupBy: [groupBy], compare: undefined })}`;
}

/** Calls of the day and its key; null for an agent, which the list of calls cannot filter by. */
export function callsHref(slug: string, { dimension, key, day }: Subject): string | null {
  const names = { provider: "connection", model: "model", box: "box", agent: null };
  const name = names[dimension];
  return name === null
    ? null
    : `/${slug}/calls?${new URLSearchParams({ range: "custom", from: day, to: day, [name]: key })}`;
}

/** The budgets of the same dimension; a connection's are those of one provider. */
export function budgetsHref(slug: string, dimension: Anomaly["dimension"]): string {
  return `/${slug}/budgets?scope=${dimension === "provider" ? "connection" : dimension}`;
}
