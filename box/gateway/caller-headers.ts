import type { Dispatcher } from "undici";

const passedHeaders =
  /^(content-type|retry-after|retry-after-ms|openai-.*|anthropic-.*|x-ratelimit-.*|x-request-id|request-id|x-should-retry)$/;

/** What of a provider's response headers is meant for the caller. Its request id becomes `x-upstream-request-id`. */
export function callerHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !passedHeaders.test(name)) continue;
    const shown = name === "x-request-id" || name === "request-id" ? "x-upstream-request-id" : name;
    passed[shown] = Array.isArray(value) ? value.join(", ") : value;
  }
  return passed;
}

/** Header values are Latin-1 (RFC 9110 §5.5); names of connections are whatever people type. */
export function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (letter) => encodeURIComponent(letter));
}
