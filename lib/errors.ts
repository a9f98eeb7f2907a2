/** Codes that programs may rely on; lib/api/problem.ts maps each to an HTTP status and nothing else does. */
export const errorStatus = {
  invalid_input: 422,
  /** The address itself asks for something that does not exist or goes too far. */
  invalid_query: 400,
  malformed_json: 400,
  unknown_version: 400,
  body_too_large: 413,
  not_signed_in: 401,
  invalid_token: 401,
  wrong_password: 401,
  code_required: 401,
  wrong_code: 401,
  wrong_passkey: 401,
  not_allowed: 403,
  reauthentication_required: 403,
  people_only: 403,
  cross_site_request: 403,
  box_decommissioned: 403,
  setup_link_invalid: 403,
  link_invalid: 403,
  wrong_account: 403,
  not_found: 404,
  version_conflict: 409,
  name_taken: 409,
  already_set_up: 409,
  key_in_use: 409,
  already_member: 409,
  already_on: 409,
  last_sign_in_method: 409,
  last_owner: 409,
  lease_not_presumed: 409,
  account_exists: 409,
  enrollment_closed: 410,
  limit_reached: 422,
  provider_unreachable: 422,
  provider_key_refused: 422,
  box_offline: 409,
  discount_begun: 409,
  invoice_known: 409,
  month_not_over: 409,
  month_closed: 409,
  month_before_first: 409,
  earlier_month_open: 409,
  webhook_disabled: 409,
  not_available: 404,
  rate_limited: 429,
  limiter_unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;

export interface InvalidParam {
  /** Dotted path of the field. */
  name: string;
  reason: string;
}

/** An expected refusal: has a code, is logged as info, reaches the caller as problem+json (RFC 9457). */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly invalidParams: InvalidParam[] | undefined;
  /** Sent with the answer, such as Retry-After. */
  headers: Record<string, string> = {};

  constructor(code: ErrorCode, detail: string, invalidParams?: InvalidParam[]) {
    super(detail);
    this.code = code;
    this.invalidParams = invalidParams;
  }
}

/** Unknown and foreign ids answer alike, so that nobody learns what exists elsewhere. */
export function notFound(noun: string): AppError {
  return new AppError("not_found", `No such ${noun}.`);
}
