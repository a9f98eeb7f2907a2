/** The APIs that callers speak to the box, each with its own shapes of requests, answers and errors. */
export type Api = "chat" | "responses" | "embeddings" | "messages";

const paths: ReadonlyMap<string, Api> = new Map([
  ["/v1/chat/completions", "chat"],
  ["/v1/responses", "responses"],
  ["/v1/embeddings", "embeddings"],
  ["/v1/messages", "messages"],
]);

/** The API of a path; null for paths that are none. */
export function apiOf(path: string): Api | null {
  return paths.get(path) ?? null;
}

/**
 * The shape of errors for a request to `path`: Anthropic's clients send `anthropic-version` (or `x-api-key`) with every
 * request, also to `/v1/models`.
 */
export function errorApi(path: string, headers: { [name: string]: unknown }): Api {
  const known = apiOf(path);
  if (known) return known;
  return headers["anthropic-version"] !== undefined || headers["x-api-key"] !== undefined ? "messages" : "chat";
}
