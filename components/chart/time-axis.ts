import { timeAxisLook } from "./axis-look.ts";

/** How many moments the axis names at most. */
const shownTicks = 7;

/** An axis true to scale also where moments are not equally far apart; `ms` is the data's field. */
export function timeScale(moments: readonly number[], nameOf: (at: string) => string) {
  const step = Math.max(1, Math.ceil(moments.length / shownTicks));
  return {
    dataKey: "ms",
    type: "number" as const,
    scale: "time" as const,
    domain: ["dataMin", "dataMax"],
    ticks: moments.filter((_, index) => index % step === 0),
    tickFormatter: (ms: number) => nameOf(new Date(ms).toISOString()),
    ...timeAxisLook,
  };
}
