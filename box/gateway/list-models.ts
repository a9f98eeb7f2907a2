import type { Api } from "./api.ts";

type Names = readonly { id: string; owner: string }[];

/** `GET /v1/models` as the caller's API has it: OpenAI's "List models", Anthropic's "List Models". */
export function modelList(api: Api, names: Names) {
  if (api !== "messages") {
    const data = names.map(({ id, owner }) => ({ id, object: "model", created: 0, owned_by: owner }));
    return { object: "list", data };
  }
  const data = names.map(({ id }) => ({ type: "model", id, display_name: id, created_at: "1970-01-01T00:00:00Z" }));
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
