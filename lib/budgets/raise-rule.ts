import { CapNanos } from "./schema.ts";

const longestRaiseMs = 400 * 24 * 3_600_000;

/** What is wrong with a temporary raise of a cap, or of the cap itself while it is raised; null: nothing. */
export function raiseProblem(
  { capNanos, raise }: { capNanos: bigint; raise: { nanos: bigint; until: string } | null },
  now: Date,
): { field: "nanos" | "until"; reason: string } | null {
  if (!raise) return null;
  const inMs = new Date(raise.until).getTime() - now.getTime();
  if (raise.nanos <= 0n) return { field: "nanos", reason: "more than nothing" };
  if (inMs <= 0) return { field: "until", reason: "in the future" };
  if (inMs > longestRaiseMs) return { field: "until", reason: "at most 400 days ahead" };
  const isCap = CapNanos.safeParse((capNanos + raise.nanos).toString()).success;
  return isCap ? null : { field: "nanos", reason: "with the cap at most 100,000,000 USD" };
}
