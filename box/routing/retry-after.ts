/** Response headers with lower-case names, as undici and node:http give them. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * How long a provider asks to be left alone, in milliseconds; null when it does not say. In this order: `retry-after-ms`
 * (OpenAI and Azure OpenAI), `retry-after` in seconds or as a date (RFC 9110 §10.2.3), `bodyMs` (Google's RetryInfo), and
 * the reset times of limits that are used up (`x-ratelimit-reset-*` of OpenAI's page "Rate limits",
 * `anthropic-ratelimit-*-reset` of Anthropic's page "Rate limits"). Those tell when a limit is whole again, so they are
 * too long rather than too short, and only serve when there is nothing better.
 */
export function readRetryAfterMs(headers: ResponseHeaders, bodyMs: number | null, nowMs: number): number | null {
  const exact = plainNumber(textOf(headers["retry-after-ms"]));
  if (exact !== null) return exact;
  return retryAfterMs(headers, nowMs) ?? bodyMs ?? resetMs(headers, nowMs);
}

function retryAfterMs(headers: ResponseHeaders, nowMs: number): number | null {
  const text = textOf(headers["retry-after"]);
  const seconds = plainNumber(text);
  return seconds === null ? untilDateMs(text, headers, nowMs) : seconds * 1000;
}

/** Against the provider's own clock where it tells it: the clock of a small computer may be years off. */
function untilDateMs(text: string, headers: ResponseHeaders, nowMs: number): number | null {
  const atMs = dateMs(text);
  return atMs === null ? null : Math.max(0, atMs - (dateMs(textOf(headers.date)) ?? nowMs));
}

/** An HTTP date or an RFC 3339 one. By itself `Date.parse` takes "-5" for a date. */
function dateMs(text: string): number | null {
  if (!/^([A-Z][a-z]+, |\d{4}-\d{2}-\d{2}T)/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}

function resetMs(headers: ResponseHeaders, nowMs: number): number | null {
  const waits: number[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const openai = /^x-ratelimit-remaining-(.+)$/.exec(name);
    const anthropic = /^anthropic-ratelimit-(.+)-remaining$/.exec(name);
    if ((!openai && !anthropic) || Number(textOf(value) || "1") !== 0) continue;
    const waitMs = openai
      ? spanMs(textOf(headers[`x-ratelimit-reset-${openai[1]}`]))
      : untilDateMs(textOf(headers[`anthropic-ratelimit-${anthropic?.[1]}-reset`]), headers, nowMs);
    if (waitMs !== null && waitMs > 0) waits.push(waitMs);
  }
  return waits.length === 0 ? null : Math.max(...waits);
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "6m0s", "1.5s", "20ms", or, of Azure OpenAI, bare seconds. */
function spanMs(text: string): number | null {
  const seconds = plainNumber(text);
  if (seconds !== null) return seconds * 1000;
  if (!/^(\d{1,9}(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  return parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (unitMs[unit] ?? 0), 0);
}

function plainNumber(text: string): number | null {
  return /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) : null;
}

function textOf(value: string | readonly string[] | undefined): string {
  return (typeof value === "string" ? value : (value?.[0] ?? "")).trim();
}
