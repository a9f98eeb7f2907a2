import { usdString } from "../../lib/money.ts";
import type { Refusal } from "../ledger/admission.ts";
import type { AttemptFailure } from "./attempt-failure.ts";
import { GatewayError } from "./gateway-error.ts";

/** A call that a budget refuses: nothing was sent, and sending it again now changes nothing. */
export function budgetRefusal({ rule, reason, neededNanos, capNanos, resetsAtMs }: Refusal): GatewayError {
  const resetsAt = resetsAtMs === null ? null : new Date(resetsAtMs).toISOString();
  const capUsd = capNanos === null ? null : usdString(capNanos);
  const needed = usdString(neededNanos);
  const budget = { id: rule.id, name: rule.name, resetsAt, capUsd, neededUsd: needed };
  const options = {
    type: "insufficient_quota",
    extra: { budget },
    headers: { "x-should-retry": "false" },
  };
  if (reason === "paused") {
    const message = `Budget "${rule.name}" is paused: nothing may be spent under it until somebody resumes it.`;
    return new GatewayError(402, "budget_paused", message, options);
  }
  const reset = resetsAt === null ? "It does not reset by itself." : `It resets at ${resetsAt}.`;
  const cause =
    reason === "exhausted"
      ? reset
      : "This box has not enough of it at hand and could not get more from the console in time.";
  const cap = capUsd === null ? "" : ` of $${capUsd}`;
  const message = `Budget "${rule.name}"${cap} cannot cover this call, which may cost up to $${needed}. ${cause}`;
  return new GatewayError(402, "budget_exhausted", message, options);
}

/** The last attempt failed, and not in words that this caller's API has: the class of the failure in those words. */
export function failureError({ errorClass, message, retryAfterMs }: AttemptFailure): GatewayError {
  const wait: Record<string, string> =
    retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  switch (errorClass) {
    case "rate_limited":
      return new GatewayError(429, "rate_limit_exceeded", message, { headers: wait });
    case "overloaded":
      return new GatewayError(503, "upstream_overloaded", message, { headers: wait });
    case "timeout":
      return new GatewayError(504, "upstream_timeout", message);
    case "unreachable":
      return new GatewayError(502, "upstream_unreachable", message);
    case "context_too_long":
      return new GatewayError(400, "context_length_exceeded", message, { param: "messages" });
    case "content_policy":
      return new GatewayError(400, "content_policy_violation", message);
    case "auth":
      // Not 401: the caller's own key is fine, and no new one of theirs would help.
      return new GatewayError(502, "provider_key_refused", "The provider refused the key that this box has for it.");
    case "bad_request":
      return new GatewayError(400, "upstream_bad_request", message);
    case "not_found":
      return new GatewayError(404, "upstream_not_found", message);
    case "stream_cut":
      return new GatewayError(502, "upstream_stream_cut", message);
    case "server_error":
      return new GatewayError(502, "upstream_error", message);
  }
}
