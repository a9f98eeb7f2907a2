import { ApiError } from "#lib/api/fetcher.ts";

/** The field that a refusal of a provider is about. */
const fieldOfCode: Record<string, string> = { provider_key_refused: "apiKey", provider_unreachable: "baseUrl" };

/** The same failure with what it says of `endpoint.baseUrl` and the like said of the form's own fields. */
export function problemAtField(failure: unknown, text: string): unknown {
  if (!(failure instanceof ApiError)) return failure;
  const { problem } = failure;
  const field = fieldOfCode[problem.code];
  const params = (problem.invalidParams ?? []).map(({ name, reason }) => {
    const [first = "", second = ""] = name.split(".");
    return { name: first === "endpoint" ? second : first, reason };
  });
  return new ApiError({ ...problem, invalidParams: field ? [{ name: field, reason: text }] : params });
}
