import { sparkPath } from "./spark-path.ts";

const size = { width: 96, height: 24 };

/** How a number came to be, without axes: what it says is said in words beside it. */
export function Sparkline({ points, className }: { points: readonly (bigint | null)[]; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      className={className ?? "h-6 w-24"}
    >
      <path
        d={sparkPath(points, size)}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
