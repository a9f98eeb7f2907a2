import { formatUsd } from "../format.ts";
import type { AlertFigures } from "./schema.ts";

/** The figures as the texts under `alerts.told` name them; what an alert does not say is not in its text. */
export function alertAmounts(figures: AlertFigures, locale: string) {
  const usd = (nanos: bigint | null) => formatUsd(nanos ?? 0n, locale);
  return {
    name: figures.name,
    cap: usd(figures.capNanos),
    spent: usd(figures.spentNanos),
    presumed: usd(figures.presumedNanos),
    overshoot: usd(figures.overshootNanos),
    forecast: usd(figures.forecastNanos),
    expected: usd(figures.expectedNanos),
    count: figures.count ?? 0,
  };
}
