import { createLoader, createParser, parseAsNumberLiteral } from "nuqs/server";
import { z } from "zod";
import type { Choices } from "#lib/spend/what-if/plan.ts";
import { whatIfDays } from "#lib/spend/what-if/schema.ts";

/** Source, target and what is off its list price, as short as an address should be. */
const Pick = z.tuple([z.string().max(300), z.string().max(300), z.int().min(0).max(10_000)]);
const Picks = z.array(Pick).max(200);
export type Picks = z.infer<typeof Picks>;

/** "source,target,basisPoints;…", each part escaped by itself. */
const parseAsPicks = createParser<Picks>({
  parse(text) {
    try {
      const rows = text.split(";").map((row) => row.split(",").map(decodeURIComponent));
      return Picks.safeParse(rows.map(([source, target, off]) => [source, target, Number(off)])).data ?? null;
    } catch {
      return null;
    }
  },
  serialize: (picks) => picks.map((pick) => pick.map(encodeURIComponent).join(",")).join(";"),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

/** Everything that a plan depends on: a shared link opens the same one. */
export const savingsParsers = {
  days: parseAsNumberLiteral(whatIfDays).withDefault(28),
  plan: parseAsPicks.withDefault([]),
};

export const loadSavingsParams = createLoader(savingsParsers);

export function choicesOf(picks: Picks): Choices {
  return new Map(picks.map(([source, target, basisPoints]) => [source, { target, basisPoints }]));
}

/** The plan with another choice for a source, or without one for it. */
export function withChoice(
  picks: Picks,
  source: string,
  choice: { target: string; basisPoints: number } | null,
): Picks {
  const others = picks.filter(([key]) => key !== source);
  return choice ? [...others, [source, choice.target, choice.basisPoints]] : others;
}
