import { minNanos } from "../../lib/money.ts";
import type { ExhaustedAction } from "../../lib/protocol/budget.ts";
import { type Refusal, stricter } from "../ledger/admission.ts";
import type { PreparedAttempt } from "./prepare-attempt.ts";

/** What a route has left for a call that a budget refused; see ExhaustedAction. */
export type AfterRefusal = {
  action: ExhaustedAction;
  /** The upper bound of what was refused; of `cheaper`, what is next must be below. */
  refusedNanos: bigint;
  /** Name of the budget that refused first. */
  budget: string;
};

/** Of several refusals of one call the strictest counts. A paused budget refuses for good. */
export function narrow(
  before: AfterRefusal | null,
  { rule, reason }: Pick<Refusal, "rule" | "reason">,
  refusedNanos: bigint,
): AfterRefusal {
  const action = reason === "paused" ? "deny" : rule.onExhausted;
  if (!before) return { action, refusedNanos, budget: rule.name };
  return {
    action: stricter(before.action, action),
    refusedNanos: minNanos(before.refusedNanos, refusedNanos),
    budget: before.budget,
  };
}

type Next = { target: { connection: Pick<PreparedAttempt["target"]["connection"], "channel"> }; holdNanos: bigint };

/** Whether the call may go on to this target of its route. */
export function mayGoOn(after: AfterRefusal | null, { target, holdNanos }: Next): boolean {
  if (after?.action === "cheaper") return holdNanos < after.refusedNanos;
  return mayEndAt(after, target);
}

/** Whether it may go on to this last resort, which need not be cheaper. */
export function mayEndAt(after: AfterRefusal | null, { connection }: Next["target"]): boolean {
  if (after?.action === "deny") return false;
  return after?.action !== "local" || connection.channel === "local";
}
