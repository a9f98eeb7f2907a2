import type { Events } from "#sim/ledger/events.ts";
import type { Random } from "#sim/ledger/random.ts";

/** A way to keep several boxes within one budget. */
export interface Scheme {
  /** Resolves when the call has ended, or at once when it was refused. */
  call: (box: number, amounts: { boundNanos: bigint; costNanos: bigint }) => Promise<"ended" | "refused">;
  /** These boxes cannot reach anything but the provider; all others can. */
  setCutOff: (boxes: ReadonlySet<number>) => void;
  /** What the provider has served, nano-USD. */
  servedNanos: () => bigint;
}

export type Setting = { events: Events; random: Random; capNanos: bigint; boxes: number };

/** How long a call runs, milliseconds: as in sim/ledger/box.ts. */
export function callMs(random: Random): number {
  return random.between(5, 1500);
}

export function wait(events: Events, ms: number): Promise<void> {
  return new Promise((resolve) => {
    events.after(ms, resolve);
  });
}
