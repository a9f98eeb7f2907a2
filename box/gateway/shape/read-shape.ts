import type { Api } from "../api.ts";
import type { CallBody } from "../call-body.ts";
import type { CallShape } from "./call-shape.ts";
import { readChatShape } from "./chat-shape.ts";
import { readEmbeddingsShape } from "./embeddings-shape.ts";
import { readMessagesShape } from "./messages-shape.ts";
import { readResponsesShape } from "./responses-shape.ts";

const readers: Record<Api, (body: CallBody) => CallShape> = {
  chat: readChatShape,
  responses: readResponsesShape,
  embeddings: readEmbeddingsShape,
  messages: readMessagesShape,
};

/** Reads the shape of a request. Throws GatewayError 400 for limits that are not positive whole numbers. */
export function readShape(api: Api, body: CallBody): CallShape {
  return readers[api](body);
}
