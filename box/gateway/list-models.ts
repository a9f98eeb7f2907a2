import type { Api } from "./api.ts";

type Name = { id: string; owner: string };

/** `GET /v1/models/{id}` as the caller's API has it: OpenAI's "Retrieve model", Anthropic's "Get a Model". */
export function oneModel(api: Api, { id, owner }: Name) {
  if (api !== "messages") return { id, object: "model", created: 0, owned_by: owner };
  return { type: "model", id, display_name: id, created_at: "1970-01-01T00:00:00Z" };
}

/** `GET /v1/models`: OpenAI's "List models", Anthropic's "List Models". */
export function modelList(api: Api, names: readonly Name[]) {
  const data = names.map((name) => oneModel(api, name));
  if (api !== "messages") return { object: "list", data };
  return { data, has_more: false, first_id: names[0]?.id ?? null, last_id: names.at(-1)?.id ?? null };
}
