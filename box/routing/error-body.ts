/** What can be read of a provider's error, whatever its shape. */
export type ErrorBody = {
  /** Every code, type, status and reason in it, in lower case. */
  words: ReadonlySet<string>;
  /** Every message in it, joined; of a body that is no JSON object its beginning. */
  message: string;
  /** The HTTP status that the body itself names, as events within a stream do; null when none. */
  status: number | null;
  /** Google's RetryInfo; null when there is none. */
  retryDelayMs: number | null;
};

const longestParsed = 262_144;
const longestText = 2000;
const deepest = 6;
const wordKeys = new Set(["code", "type", "status", "reason", "error_code"]);
const messageKeys = new Set(["message", "error", "detail"]);

/**
 * Reads OpenAI's and Azure's `{error: {message, type, code, innererror: {code}}}`, Anthropic's `{type: "error", error:
 * {type, message, details: {error_code}}}`, Google's `{error: {code, status, message, details: [{reason, retryDelay}]}}`
 * (also in an array), Ollama's `{error: "…"}`, and what compatible servers make of them. Never throws.
 */
export function readErrorBody(text: string): ErrorBody {
  const words = new Set<string>();
  const messages: string[] = [];
  let status: number | null = null;
  let retryDelayMs: number | null = null;

  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > deepest) return;
    for (const [key, part] of Object.entries(value)) {
      if (typeof part === "object") visit(part, depth + 1);
      if (typeof part === "string" && messageKeys.has(key)) messages.push(part);
      if (!wordKeys.has(key) && key !== "retryDelay") continue;
      if (typeof part === "string" && key === "retryDelay") retryDelayMs ??= durationMs(part);
      else if (isErrorStatus(Number(part))) status ??= Number(part);
      else if (typeof part === "string") words.add(part.toLowerCase());
    }
  };

  const json = text.length > longestParsed ? null : parse(text);
  visit(json, 0);
  const read = typeof json === "object" && json !== null ? messages.join("\n") : text;
  const message = read.slice(0, longestText);
  return { words, message, status, retryDelayMs };
}

/** Google's JSON form of a Duration: seconds with an optional fraction, "34s" or "34.074824224s". */
function durationMs(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d+)?)s$/.exec(text);
  return match ? Number(match[1]) * 1000 : null;
}

function isErrorStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 400 && value <= 599;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
