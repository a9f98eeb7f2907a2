"use client";
import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useId } from "react";
import { plot } from "./axis-look.ts";
import { type ChartMarker, MarkerNumber } from "./markers.tsx";
import { fractionOf, type Positions } from "./positions.ts";
import { useCursor } from "./use-cursor.ts";

interface SurfaceProps {
  label: string;
  positions: Positions;
  /** Pixels at the right that the plot leaves free. */
  right?: number;
  /** Starts of the buckets in milliseconds, and the first moment after them; without them it is no chart over time. */
  moments?: readonly number[] | undefined;
  endMs?: number | undefined;
  /** Buckets that are not whole, where the chart does not hatch them itself. */
  hatched?: readonly number[];
  markers?: readonly ChartMarker[];
  /** What stands beside the pointer, and what a screen reader is told. */
  tooltipOf: (index: number) => ReactNode;
  textOf: (index: number) => string;
  /** Bucket indexes, in any order. */
  onZoom?: ((from: number, to: number) => void) | undefined;
  children: ReactNode;
}

/** As wide as its tooltip is at most. */
const tooltipWidth = "15rem";

/**
 * Everything that one does with a chart, over what Recharts drew: point, walk with the arrow keys, mark and zoom, and see
 * where another chart of the page points. The same for bars, lines, areas and waterfalls.
 */
export function ChartSurface(props: SurfaceProps) {
  const { label, positions, right = plot.right, moments, endMs, markers = [], tooltipOf, textOf, children } = props;
  const t = useTranslations("chart");
  const hintId = useId();
  const { cursor, crosshair, handlers } = useCursor({ ...props, right });
  const frame = { left: plot.left, right, top: plot.top, bottom: plot.bottom };
  const at = (index: number) => positions.centers[index] ?? 0;
  return (
    <div
      {...handlers}
      // The chart's own keys (cursor.ts) reach it only as an application; what it says is the live text below.
      {...{ role: "application", tabIndex: 0, "aria-label": label, "aria-describedby": hintId }}
      className="relative touch-pan-y select-none rounded-sm focus-visible:outline-offset-4"
    >
      {children}
      <div aria-hidden className="pointer-events-none absolute" style={frame}>
        {props.hatched?.map((index) => (
          <Hatch key={index} from={positions.edges[index] ?? 0} to={positions.edges[index + 1] ?? 1} />
        ))}
        {markers.map((marker, index) => {
          const place = fractionOf(positions, moments ?? [], Date.parse(marker.at), endMs);
          return place === null ? null : (
            <MarkerLine key={`${marker.at}${marker.label}`} place={place} number={index + 1} />
          );
        })}
        {cursor?.anchor == null ? null : <Marked positions={positions} from={cursor.anchor} to={cursor.index} />}
        {crosshair === null ? null : (
          <div className="absolute inset-y-0 w-px bg-muted/70" style={{ left: percent(at(crosshair)) }} />
        )}
      </div>
      {cursor === null ? null : (
        <div aria-hidden className="pointer-events-none absolute top-2 z-10" style={besides(at(cursor.index), right)}>
          {tooltipOf(cursor.index)}
        </div>
      )}
      <p id={hintId} className="sr-only">
        {props.onZoom ? t("keysZoom") : t("keys")}
      </p>
      <p aria-live="polite" className="sr-only">
        {cursor === null ? "" : textOf(cursor.index)}
      </p>
    </div>
  );
}

const percent = (fraction: number) => `${fraction * 100}%`;

/** On the side of the pointer that has more room, and never outside of the chart. */
function besides(fraction: number, right: number): CSSProperties {
  const x = `(${plot.left}px + ${fraction} * (100% - ${plot.left + right}px))`;
  return fraction < 0.5
    ? { left: `min(${x} + 12px, 100% - ${tooltipWidth})`, width: tooltipWidth }
    : { left: `max(0px, ${x} - 12px - ${tooltipWidth})`, width: tooltipWidth };
}

function Hatch({ from, to }: { from: number; to: number }) {
  return (
    <div
      className="absolute inset-y-0 opacity-70"
      style={{
        left: percent(from),
        right: percent(1 - to),
        background: "repeating-linear-gradient(45deg, var(--input) 0 1px, transparent 1px 6px)",
      }}
    />
  );
}

function Marked({ positions: { edges }, from, to }: { positions: Positions; from: number; to: number }) {
  const [left = 0, end = 1] = [edges[Math.min(from, to)], edges[Math.max(from, to) + 1]];
  return (
    <div
      data-testid="chart-marked"
      className="absolute inset-y-0 border-x border-accent bg-accent/15"
      style={{ left: percent(left), right: percent(1 - end) }}
    />
  );
}

function MarkerLine({ place, number }: { place: number; number: number }) {
  return (
    <div className="absolute inset-y-0 border-l border-dashed border-foreground/60" style={{ left: percent(place) }}>
      <span className="absolute -top-1.5 -left-2">
        <MarkerNumber number={number} />
      </span>
    </div>
  );
}
