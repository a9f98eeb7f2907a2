import type { BenchResult } from "#scripts/bench.ts";
import { CheckThenCharge, ReserveWithResize, StaticShare } from "./overspend/models.ts";
import { Ours } from "./overspend/ours.ts";
import type { Scheme, Setting } from "./overspend/scheme.ts";
import { type Outcome, runWorkload, type Shape } from "./overspend/workload.ts";

const schemes: Record<string, (setting: Setting) => Scheme | Promise<Scheme>> = {
  ours: (setting) => Ours.start(setting),
  checkThenCharge: (setting) => new CheckThenCharge(setting),
  reserveWithResize: (setting) => new ReserveWithResize(setting),
  staticShare: (setting) => new StaticShare(setting),
};

/**
 * One workload on a budget of $10 under our ledger and under three models of what others publish (bench/overspend/models.ts
 * names them with their sources): what the provider served beyond the cap, and how much of the cap. In virtual time, and
 * the same every time.
 */
export async function run(): Promise<BenchResult> {
  const figures: Record<string, number> = {};
  const seen = new Map(Object.keys(schemes).map((name) => [name, [] as Outcome[]]));
  console.log(
    `${"".padEnd(32)}${Object.keys(schemes)
      .map((name) => name.padStart(28))
      .join("")}`,
  );
  for (const shape of shapes()) {
    const { boxes, callers, isPartitioned } = shape;
    const cells = [];
    for (const [name, start] of Object.entries(schemes)) {
      const outcome = await runWorkload(start, shape);
      seen.get(name)?.push(outcome);
      const key = `${name}.${boxes}boxes.${callers}callers.${isPartitioned ? "cut" : "whole"}`;
      figures[`${key}.overspendUsd`] = outcome.overspentUsd;
      figures[`${key}.utilisation`] = outcome.utilisation;
      cells.push(`+$${outcome.overspentUsd.toFixed(3)} ${(outcome.utilisation * 100).toFixed(1)} %`.padStart(28));
    }
    const words = `${boxes} boxes, ${callers} callers${isPartitioned ? ", cut off" : ""}`;
    console.log(words.padEnd(32) + cells.join(""));
  }
  for (const [name, outcomes] of seen) {
    figures[`${name}OverspendUsd`] = Math.max(...outcomes.map((one) => one.overspentUsd));
    figures[`${name}Utilisation`] = Math.min(...outcomes.map((one) => one.utilisation));
  }
  return { ratios: {}, figures };
}

function shapes(): Shape[] {
  return [false, true].flatMap((isPartitioned) =>
    [1, 4, 20].flatMap((boxes) => [1, 16, 256].map((callers) => ({ boxes, callers, isPartitioned }))),
  );
}
