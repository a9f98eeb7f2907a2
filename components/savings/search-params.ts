import { createLoader, createParser, parseAsNumberLiteral } from "nuqs/server";
import { whatIfDays } from "#lib/spend/what-if/days.ts";
import type { Choices } from "#lib/spend/what-if/plan.ts";

/** Source, target and what is off its list price, as short as an address should be. */
type Pick = [source: string, target: string, basisPoints: number];
export type Picks = Pick[];

const mostPicks = 200;
const mostChars = 300;

function pickOf([source, target, off, ...more]: string[]): Pick | null {
  const basisPoints = Number(off);
  const isRight =
    source !== undefined &&
    target !== undefined &&
    more.length === 0 &&
    Math.max(source.length, target.length) <= mostChars &&
    Number.isInteger(basisPoints) &&
    basisPoints >= 0 &&
    basisPoints <= 10_000;
  return isRight ? [source, target, basisPoints] : null;
}

/** "source,target,basisPoints;…", each part escaped by itself. */
const parseAsPicks = createParser<Picks>({
  parse(text) {
    try {
      const picks = text.split(";").map((row) => pickOf(row.split(",").map(decodeURIComponent)));
      return picks.length <= mostPicks && picks.every((pick) => pick !== null) ? picks : null;
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
