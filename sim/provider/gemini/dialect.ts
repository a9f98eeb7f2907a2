import { type Dialect, header, type Problem } from "../exchange.ts";
import { Fault } from "../fault.ts";
import { ContextTooLong } from "../open-call.ts";

/** Gemini: `x-goog-api-key` or `?key=`, Google's error model. Source: ai.google.dev, "Troubleshooting guide". */
export const gemini: Dialect = {
  keyOf: (request, url) => {
    const key = header(request, "x-goog-api-key") || (url.searchParams.get("key") ?? "");
    if (key === "") {
      throw new Fault("forbidden", 403, "Method doesn't allow unregistered callers. Use an API key.");
    }
    // Google answers 400, not 401.
    if (!key.startsWith("practice-")) throw new Fault("auth", 400, "API key not valid. Please pass a valid API key.");
    return key;
  },
  problem: (fault): Problem => ({ status: fault.status, headers: {}, body: { error: geminiError(fault) } }),
  headers: () => ({ "server-timing": "gfet4t7; dur=1" }),
};

/** `google.rpc.Status`, also for the middle of a stream. */
export function geminiError(fault: Fault) {
  const message = fault instanceof ContextTooLong ? tooLong(fault) : fault.message;
  const details = detailsOf(fault);
  return { code: fault.status, message, status: statusOf(fault), ...(details.length > 0 ? { details } : {}) };
}

function detailsOf({ kind, retryAfter }: Fault): object[] {
  const details: object[] = [];
  if (kind === "auth") {
    const type = "type.googleapis.com/google.rpc.ErrorInfo";
    details.push({ "@type": type, reason: "API_KEY_INVALID", domain: "googleapis.com", metadata: {} });
  }
  if (retryAfter !== null) {
    details.push({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfter}s` });
  }
  return details;
}

function statusOf({ kind, status }: Fault): string {
  if (kind === "rate_limited") return "RESOURCE_EXHAUSTED";
  if (kind === "not_found") return "NOT_FOUND";
  if (kind === "forbidden") return "PERMISSION_DENIED";
  if (kind === "overloaded") return "UNAVAILABLE";
  if (status === 504) return "DEADLINE_EXCEEDED";
  if (status === 401) return "UNAUTHENTICATED";
  return status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
}

function tooLong({ tokens, most }: ContextTooLong): string {
  return `The input token count (${tokens}) exceeds the maximum number of tokens allowed (${most}).`;
}
