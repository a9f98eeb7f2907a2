import type { ErrorClass } from "../../lib/protocol/usage.ts";

export type Words = readonly (readonly [ErrorClass, readonly string[]])[];

/**
 * Codes that mean one thing wherever they stand, the first match wins. Sources: the error types of the OpenAI and Anthropic
 * SDKs; Azure "Content filtering"; Google "API errors" and `google.rpc.ErrorInfo`; Groq, Alibaba Model Studio and llama.cpp
 * "error codes".
 */
export const telling: Words = [
  [
    "auth",
    [
      "insufficient_quota",
      "billing_not_active",
      "billing_hard_limit_reached",
      "billing_error",
      "credit_balance_exhausted",
      "project_spend_limit_exceeded",
      "organization_spend_limit_exceeded",
      "organization_usage_limit_exceeded",
      "contract_spend_limit_reached",
      "enforced_spend_limit_reached",
      "linked_organization_billing_unavailable",
      "linked_organization_spend_limit_reached",
      "organization_on_hold",
      "account_deactivated",
      "arrearage",
      "invalid_api_key",
      "api_key_invalid",
      // Google's way to say that the free tier does not serve this country and billing is off.
      "failed_precondition",
    ],
  ],
  ["context_too_long", ["context_length_exceeded", "exceed_context_size_error", "string_above_max_length"]],
  [
    "content_policy",
    [
      "content_filter",
      "content_policy_violation",
      "image_content_policy_violation",
      "responsibleaipolicyviolation",
      "misalignment_policy_violation",
      "cyber_policy",
      "bio_policy",
      "invalid_prompt",
      "moderation_blocked",
      "data_inspection_failed",
      "datainspectionfailed",
    ],
  ],
  [
    "not_found",
    ["model_not_found", "deploymentnotfound", "model_decommissioned", "operationnotsupported", "unknown_model"],
  ],
  [
    "overloaded",
    ["overloaded_error", "server_overloaded", "engine_overloaded_error", "flex_unavailable", "unavailable"],
  ],
  ["rate_limited", ["rate_limit_exceeded", "resource_exhausted"]],
];

/** Types that say little more than the status, for errors that have none. */
export const vague: Words = [
  ["rate_limited", ["rate_limit_error"]],
  ["timeout", ["timeout_error", "deadline_exceeded", "request_timeout"]],
  ["auth", ["authentication_error", "permission_error", "unauthenticated", "permission_denied"]],
  ["not_found", ["not_found_error", "not_found"]],
  ["bad_request", ["invalid_request_error", "invalid_argument"]],
];

/** Statuses under which some provider hides one of the three below without a code. */
export const wordy: ReadonlySet<number | null> = new Set([null, 400, 403, 413, 422, 500]);

export const messages: readonly (readonly [ErrorClass, RegExp])[] = [
  [
    "context_too_long",
    // OpenAI, vLLM, DeepSeek, Fireworks · Anthropic (two) · Gemini · llama.cpp · xAI · Alibaba · Together
    /maximum context length|context window|prompt is too long|exceed context limit|input token count.*exceeds the maximum|available context size|maximum prompt length|range of input length|`inputs` tokens \+ `max_new_tokens`/i,
  ],
  [
    "content_policy",
    // Azure · Anthropic · OpenAI · OpenRouter
    /content management policy|content filtering policy|violating our usage policy|rejected (by|as a result of) our safety system|requires moderation/i,
  ],
  // Anthropic and Gemini answer 400 to an account without money, or in a country that is not served.
  ["auth", /credit balance is too low|user location is not supported/i],
];

/** What a status says by itself. */
export const statuses: ReadonlyMap<number, ErrorClass> = new Map([
  [401, "auth"],
  [402, "auth"],
  [403, "auth"],
  [404, "not_found"],
  [408, "timeout"],
  // A lock that was not got in time; the SDKs of OpenAI and Anthropic retry it.
  [409, "overloaded"],
  [410, "not_found"],
  // A body too large for this provider: another may take it.
  [413, "context_too_long"],
  // "Too Early" (RFC 8470): later is fine.
  [425, "overloaded"],
  [429, "rate_limited"],
  // Groq: no capacity for this tier.
  [498, "overloaded"],
  [503, "overloaded"],
  [504, "timeout"],
  // Cloudflare in front of a provider: the origin is down, does not answer, is not found; or answers too late.
  [521, "unreachable"],
  [522, "unreachable"],
  [523, "unreachable"],
  [524, "timeout"],
  // Anthropic: overloaded.
  [529, "overloaded"],
]);
