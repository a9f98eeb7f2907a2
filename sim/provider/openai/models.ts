import { type Exchange, sendJson } from "../exchange.ts";

const created = 1_700_000_000;

/** `GET /v1/models` and `/v1/models/{id}`. Source: platform.openai.com, "List models". */
export function listModels({ response, world }: Exchange): void {
  sendJson(response, 200, { object: "list", data: world.models.ids.map(toModel) });
}

export function getModel({ response, world, params }: Exchange): void {
  const [id = ""] = params;
  world.models.require(id);
  sendJson(response, 200, toModel(id));
}

function toModel(id: string) {
  return { id, object: "model", created, owned_by: "practice" };
}
