import { cn } from "#lib/cn.ts";

/** The colour of a series beside its name; striped for a line that is drawn dashed. */
export function Swatch({ color, isDashed = false }: { color: string | undefined; isDashed?: boolean }) {
  const background = isDashed ? `repeating-linear-gradient(90deg, ${color} 0 3px, transparent 3px 5px)` : color;
  return (
    <span
      aria-hidden
      className={cn("shrink-0 rounded-[3px]", isDashed ? "h-0.5 w-3.5" : "size-2.5")}
      style={{ background }}
    />
  );
}
