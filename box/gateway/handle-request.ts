import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ActiveConfig } from "../config/active-config.ts";
import type { Log } from "../log.ts";
import { authenticate } from "./authenticate.ts";
import { parseChatBody } from "./chat-body.ts";
import { GatewayError } from "./gateway-error.ts";
import { httpSink } from "./reply-sink.ts";
import { listModels } from "./resolve-targets.ts";
import { type ChatParts, runChat } from "./run-chat.ts";

export type GatewayParts = ChatParts & {
  /** What runs now; null before the first configuration. */
  active: () => ActiveConfig | null;
  isDecommissioned: () => boolean;
  log: Log;
};

const longestBody = 20 * 1024 * 1024;

/** Answers everything under `/v1`. Never throws and never leaves a request without an answer. */
export async function handleGatewayRequest(
  parts: GatewayParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = `req_${randomUUID()}`;
  try {
    await route(parts, request, response, requestId);
  } catch (error) {
    if (!(error instanceof GatewayError)) parts.log.error({ err: error, requestId }, "gateway");
    const known = error instanceof GatewayError ? error : new GatewayError(500, "internal_error", "The box failed.");
    if (response.headersSent) response.destroy();
    else sendError(response, known, requestId);
  }
}

async function route(
  parts: GatewayParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  if (parts.isDecommissioned()) {
    throw new GatewayError(403, "box_decommissioned", "This box was decommissioned in the console.");
  }
  const config = parts.active();
  if (!config) {
    const message = "This box has no configuration yet. Claim it in the console first: its own page shows the code.";
    throw new GatewayError(503, "box_not_ready", message);
  }
  const caller = authenticate(config, request.headers.authorization);
  const path = (request.url ?? "").split("?")[0];
  if (path === "/v1/models" && request.method === "GET") {
    sendJson(response, 200, listModels(config), { "x-request-id": requestId });
    return;
  }
  if (path === "/v1/chat/completions" && request.method === "POST") {
    const body = parseChatBody(await readBody(request));
    await runChat(parts, { config, body, caller, requestId, sink: httpSink(response) });
    return;
  }
  throw new GatewayError(404, "not_found", `There is no ${request.method} ${path} here.`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed on the way out: the caller must still be able to read why its body was refused.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > longestBody) {
      const headers = { connection: "close" };
      throw new GatewayError(413, "body_too_large", "The body is larger than 20 MB.", { headers });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendError(response: ServerResponse, error: GatewayError, requestId: string): void {
  const ids = { "x-request-id": requestId, "x-kaihe-request-id": requestId };
  sendJson(response, error.status, error.body, { ...ids, ...error.options.headers });
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
