/** What went wrong, before a dialect puts it into its own words. */
export type FaultKind =
  | "invalid"
  | "auth"
  | "forbidden"
  | "not_found"
  | "too_large"
  | "rate_limited"
  | "overloaded"
  | "server"
  | "content_filter"
  | "context_too_long";

type Details = {
  /** OpenAI's `error.code`; other dialects have no place for it. */
  code?: string | null;
  /** The field that is wrong. */
  param?: string | null;
  /** Seconds; sent as `retry-after` and, by Gemini, as RetryInfo. */
  retryAfter?: number | null;
};

/** A refusal in no dialect yet: each one's `problem` writes it down. */
export class Fault extends Error {
  readonly status: number;
  readonly kind: FaultKind;
  readonly code: string | null;
  readonly param: string | null;
  readonly retryAfter: number | null;

  constructor(kind: FaultKind, status: number, message: string, details: Details = {}) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = details.code ?? null;
    this.param = details.param ?? null;
    this.retryAfter = details.retryAfter ?? null;
  }
}

/** 400 for a request that makes no sense. */
export function invalid(message: string, param: string | null = null, code: string | null = "invalid_value"): Fault {
  return new Fault("invalid", 400, message, { code, param });
}

/** The error a caller asked for with `status=N`. */
export function faultOfStatus(status: number, retryAfter: number | null): Fault {
  const message = `Practice error ${status}, as asked for.`;
  return new Fault(kindOf(status), status, message, { code: "practice_error", retryAfter });
}

function kindOf(status: number): FaultKind {
  if (status === 429) return "rate_limited";
  if (status === 529 || status === 503) return "overloaded";
  if (status >= 500) return "server";
  if (status === 401) return "auth";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  return status === 413 ? "too_large" : "invalid";
}
