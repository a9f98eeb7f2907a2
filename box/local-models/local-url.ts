/** The address of a local server without `/v1`, under which its own API lies. */
export function apiRoot(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, "").replace(/\/v1$/, "");
}

/** Where a local server speaks OpenAI's API, whether its address was given with `/v1` or without. */
export function openAiBase(baseUrl: string): string {
  return `${apiRoot(baseUrl)}/v1`;
}
