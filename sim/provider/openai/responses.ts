import { type Exchange, sendJson } from "../exchange.ts";
import { Fault } from "../fault.ts";
import { type Answer, generate, type Writer } from "../generate.ts";
import { openAiError, streamFault } from "./dialect.ts";
import { finalBody, newResponseId, outputItems, type ResponseShape, responsesUsage } from "./responses-body.ts";
import { responsesEvents } from "./responses-events.ts";
import { type ParsedResponse, parseResponsesRequest, type ResponseItem } from "./responses-request.ts";

/** `POST /v1/responses`, also Azure's. */
export async function respond(exchange: Exchange, kind: Pick<Writer, "surface" | "promptFilter">) {
  const parsed = parseResponsesRequest(exchange.body, exchange.world);
  const shape = { request: parsed.request, responseId: newResponseId() };
  await generate(exchange, parsed.call, {
    ...kind,
    whole: (answer) => finalBody(shape, answer),
    events: (answer) => responsesEvents(shape, answer),
    errorEvent: (sent) => {
      const { code, message, param } = openAiError(streamFault);
      return { event: "error", data: { type: "error", code, message, param, sequence_number: sent } };
    },
    rawUsage: responsesUsage,
    onComplete: (answer) => keep(exchange, shape, parsed, answer),
  });
}

/** Stored unless `store` is false, as OpenAI does. */
function keep({ world }: Exchange, shape: ResponseShape, parsed: ParsedResponse, answer: Answer): void {
  if (parsed.request.store === false) return;
  // An output item is an input item of the next call; the loose schema knows every field it has.
  const said = outputItems(shape, answer) as ResponseItem[];
  world.responses.put(shape.responseId, { body: finalBody(shape, answer), items: [...parsed.items, ...said] });
}

export function getResponse({ response, world, params }: Exchange): void {
  const [id = ""] = params;
  const stored = world.responses.find(id);
  if (!stored) throw notFound(id);
  sendJson(response, 200, stored.body);
}

export function deleteResponse({ response, world, params }: Exchange): void {
  const [id = ""] = params;
  if (!world.responses.delete(id)) throw notFound(id);
  sendJson(response, 200, { id, object: "response.deleted", deleted: true });
}

function notFound(id: string): Fault {
  return new Fault("not_found", 404, `Response with id '${id}' not found.`);
}
