import { pixels } from "./scale.ts";

/** An SVG path from zero at the bottom to the largest value at the top; gaps stay gaps. */
export function sparkPath(
  points: readonly (bigint | null)[],
  { width, height }: { width: number; height: number },
): string {
  const values = points.map(pixels);
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const step = width / Math.max(1, values.length - 1);
  let isDrawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false;
        return "";
      }
      const y = most === 0 ? height - 1 : height - 1 - (value / most) * (height - 2);
      const command = `${isDrawing ? "L" : "M"}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
      isDrawing = true;
      return command;
    })
    .join("");
}
