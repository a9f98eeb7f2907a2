import type { CallNeeds } from "../../lib/routing/candidate.ts";
import { type Decision, decide } from "../../lib/routing/decide.ts";
import { estimateInputTokens } from "../../lib/routing/estimate.ts";
import { listCandidates } from "../../lib/routing/list-candidates.ts";
import type { CallParts, ReadCall } from "./gateway-call.ts";
import { GatewayError } from "./gateway-error.ts";
import { wireTo } from "./wire.ts";

/** Which targets may get this call, in which order, by what is known now. */
export function decideCall(
  { live, nowMs, random }: Pick<CallParts, "live" | "nowMs" | "random">,
  call: ReadCall,
): Decision {
  const { route, connections, api, overrides } = call;
  const now = nowMs();
  const candidates = listCandidates({
    targets: route.targets,
    connections,
    facts: (target) => live.facts(target),
    nowMs: now,
  }).map((candidate) => ({
    ...candidate,
    isServed: candidate.isServed && wireTo(api, candidate.connection.kind) !== null,
  }));
  return decide({ route, candidates, needs: needsOf(call), overrides: overrides.routing, random, nowMs: now });
}

function needsOf({ shape, bodyBytes }: ReadCall): CallNeeds {
  const { messages, images, imageBytes, outputLimit, needsTools, needsVision, needsJson } = shape;
  const size = { textBytes: Math.max(0, bodyBytes - imageBytes), messages, images };
  return { inputTokens: estimateInputTokens(size), outputTokens: outputLimit, needsTools, needsVision, needsJson };
}

/** Nobody can take the call: what each target lacks, as one refusal. */
export function noTargetError(decision: Decision): GatewayError {
  const reasons = decision.ranked.map(({ candidate, exclusions }) => {
    const name = `${candidate.connection.name}/${candidate.model.id}`;
    return `${name}: ${exclusions.map(({ detail }) => detail).join(", ")}`;
  });
  const codes = decision.ranked.flatMap(({ exclusions }) => exclusions.map(({ code }) => code));
  const isTooLong = codes.length > 0 && codes.every((code) => code === "context_too_long");
  const message = `No target of this route can take the call. ${reasons.join("; ")}.`;
  return new GatewayError(400, isTooLong ? "context_length_exceeded" : "no_target_fits", message, { param: "model" });
}
