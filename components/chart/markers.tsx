"use client";
import { useFormatter } from "next-intl";

/** Something that happened at a moment: a crossover, a price change. `at` is ISO 8601. */
export interface ChartMarker {
  at: string;
  label: string;
}

/** What the numbers on the chart mean. */
export function MarkerList({ markers, label }: { markers: readonly ChartMarker[]; label: string }) {
  const format = useFormatter();
  if (markers.length === 0) return null;
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-4 gap-y-1 border-t px-4 py-2 text-xs">
      {markers.map(({ at, label: text }, index) => (
        <li key={`${at}${text}`} className="flex items-baseline gap-1.5">
          <MarkerNumber number={index + 1} />
          <span className="text-muted">{format.dateTime(new Date(at), { dateStyle: "medium" })}</span>
          {text}
        </li>
      ))}
    </ol>
  );
}

export function MarkerNumber({ number }: { number: number }) {
  return (
    <span className="inline-flex size-4 shrink-0 items-center justify-center rounded-full bg-foreground text-[0.625rem] leading-none font-medium text-background">
      {number}
    </span>
  );
}
