import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LocalKeyRule } from "../../lib/protocol/config.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import type { Log } from "../log.ts";
import { type Api, apiOf, errorApi } from "./api.ts";
import { authenticate } from "./authenticate.ts";
import { parseCallBody } from "./call-body.ts";
import type { CallLog } from "./call-log.ts";
import type { CallParts } from "./gateway-call.ts";
import { GatewayError } from "./gateway-error.ts";
import { modelList } from "./list-models.ts";
import type { Metrics } from "./metrics.ts";
import { readOverrides } from "./overrides.ts";
import { httpSink } from "./reply-sink.ts";
import { listNames } from "./resolve-route.ts";
import { runCall } from "./run-call.ts";

export type GatewayParts = CallParts & {
  /** What runs now; null before the first configuration. */
  active: () => ActiveConfig | null;
  isDecommissioned: () => boolean;
  callLog: CallLog;
  metrics: Metrics;
  log: Log;
};

type Incoming = { request: IncomingMessage; response: ServerResponse; path: string; requestId: string };

/** Answers everything under `/v1`, and `/metrics`. Never throws and never leaves a request without an answer. */
export async function handleGatewayRequest(
  parts: GatewayParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = `req_${randomUUID()}`;
  const path = (request.url ?? "").split("?")[0] ?? "";
  try {
    await route(parts, { request, response, path, requestId });
  } catch (error) {
    // The caller hung up before its request was whole: nobody waits for an answer, and nothing is wrong here.
    if (request.destroyed && !request.complete && !(error instanceof GatewayError)) return;
    if (!(error instanceof GatewayError)) parts.log.error({ err: error, requestId }, "gateway");
    const known = error instanceof GatewayError ? error : new GatewayError(500, "internal_error", "The box failed.");
    parts.metrics.countRefusal(known.code);
    if (response.headersSent) response.destroy();
    else sendError(response, errorApi(path, request.headers), known, requestId);
  }
}

async function route(parts: GatewayParts, incoming: Incoming): Promise<void> {
  const { request, response, path, requestId } = incoming;
  if (parts.isDecommissioned()) {
    throw new GatewayError(403, "box_decommissioned", "This box was decommissioned in the console.");
  }
  const config = parts.active();
  if (!config) {
    const message = "This box has no configuration yet. Claim it in the console first: its own page shows the code.";
    throw new GatewayError(503, "box_not_ready", message);
  }
  const caller = authenticate(config, request.headers, parts.nowMs());
  if (path === "/v1/models" && request.method === "GET") {
    const names = listNames(config, parts.connectionsOf(config), caller.models);
    sendJson(response, 200, modelList(errorApi(path, request.headers), names), { "x-request-id": requestId });
    return;
  }
  if (path === "/metrics" && request.method === "GET") {
    response.writeHead(200, { "content-type": parts.metrics.contentType }).end(await parts.metrics.text());
    return;
  }
  const api = apiOf(path);
  if (!api) throw new GatewayError(404, "not_found", `There is no ${request.method} ${path} here.`);
  if (request.method !== "POST") {
    const message = `${path} takes POST, not ${request.method}.`;
    throw new GatewayError(405, "method_not_allowed", message, { headers: { allow: "POST" } });
  }
  await call(parts, incoming, { api, config, caller });
}

async function call(
  parts: GatewayParts,
  { request, response, requestId }: Incoming,
  { api, config, caller }: { api: Api; config: ActiveConfig; caller: LocalKeyRule },
): Promise<void> {
  const { maxBodyMegabytes, logging } = config.document.settings;
  const bytes = await readBody(request, maxBodyMegabytes);
  const text = bytes.toString("utf8");
  const body = parseCallBody(text);
  const overrides = readOverrides(request.headers, parts.connectionsOf(config));
  const record = parts.callLog.begin(logging, { requestId, caller: caller.name, api, bodyText: text });
  const sink = record.watch(httpSink(response));
  const { headers } = request;
  const bodyBytes = bytes.length;
  await runCall(parts, { config, api, surface: api, body, bodyBytes, caller, requestId, overrides, headers, sink });
}

async function readBody(request: IncomingMessage, mostMegabytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed on the way out: the caller must still be able to read why its body was refused.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > mostMegabytes * 1024 * 1024) {
      const headers = { connection: "close" };
      throw new GatewayError(413, "body_too_large", `The body is larger than ${mostMegabytes} MB.`, { headers });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendError(response: ServerResponse, api: Api, error: GatewayError, requestId: string): void {
  const ids = { "x-request-id": requestId, "request-id": requestId, "x-kaihe-request-id": requestId };
  sendJson(response, error.status, error.body(api, requestId), { ...ids, ...error.options.headers });
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
