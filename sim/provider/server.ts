import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./api-error.ts";
import { lastUserText, models, parseChatRequest, promptText } from "./chat-request.ts";
import { complete, type Usage } from "./completion.ts";
import { parseDirectives } from "./directives.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { replyStream, replyWhole } from "./reply.ts";

/** One answered call as `GET /sim/ledger` lists it: what a real provider would bill. */
export type LedgerRow = {
  at: number;
  key: string;
  model: string;
  isStream: boolean;
  status: number;
  usage: Usage | null;
  /** False when the socket was cut or the caller hung up. */
  isComplete: boolean;
};

/** The practice provider as an HTTP server that is not listening yet. */
export function createProvider(seed: number): Server {
  const ledger: LedgerRow[] = [];
  const cache = new PrefixCache();
  const started = Date.now();

  async function chat(request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    const chatRequest = parseChatRequest(await readBody(request));
    const directives = parseDirectives(header(request, "x-sim"), lastUserText(chatRequest));
    const row = { key, model: chatRequest.model, isStream: chatRequest.stream === true };
    if (directives.delayMs > 0) await sleep(directives.delayMs);
    if (directives.status !== null) {
      ledger.push({ at: Date.now(), ...row, status: directives.status, usage: null, isComplete: true });
      if (directives.retryAfter !== null) response.setHeader("retry-after", String(directives.retryAfter));
      throw new ApiError(directives.status, `Practice error ${directives.status}, as asked for.`, "practice_error");
    }
    const completion = complete(seed, chatRequest, directives);
    const cached = cache.lookUp(chatRequest.model, promptText(chatRequest));
    const reply = chatRequest.stream === true ? replyStream : replyWhole;
    const served = await reply({ response, request: chatRequest, completion, directives, cached });
    ledger.push({ at: Date.now(), ...row, status: 200, ...served });
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0];
    if (path === "/health") return sendJson(response, 200, { status: "ok", uptimeMs: Date.now() - started });
    if (path === "/sim/ledger") return sendJson(response, 200, { calls: ledger });
    const key = requireKey(request);
    if (path === "/v1/models" && request.method === "GET") {
      const data = models.map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: "practice" }));
      return sendJson(response, 200, { object: "list", data });
    }
    if (path === "/v1/chat/completions" && request.method === "POST") return await chat(request, response, key);
    throw new ApiError(404, `Invalid URL (${request.method} ${path})`);
  }

  return createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      const problem = error instanceof ApiError ? error : new ApiError(500, "The practice provider failed.");
      if (response.headersSent) response.destroy();
      else sendJson(response, problem.status, problem.body);
    });
  });
}

function requireKey(request: IncomingMessage): string {
  const key = /^Bearer (practice-\S+)$/.exec(header(request, "authorization"))?.[1];
  if (!key)
    throw new ApiError(401, "Incorrect API key provided. Practice keys start with practice-.", "invalid_api_key");
  return key;
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
