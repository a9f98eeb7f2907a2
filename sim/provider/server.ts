import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { anthropic } from "./anthropic/dialect.ts";
import { anthropicEndpoints } from "./anthropic/endpoints.ts";
import { azure, resourceNotFound } from "./azure/dialect.ts";
import { azureEndpoints } from "./azure/endpoints.ts";
import { type Dialect, type Endpoint, header, sendJson } from "./exchange.ts";
import { Fault } from "./fault.ts";
import { gemini } from "./gemini/dialect.ts";
import { geminiEndpoints } from "./gemini/endpoints.ts";
import { localDialect } from "./local/dialect.ts";
import { localEndpoints } from "./local/endpoints.ts";
import { openAi } from "./openai/dialect.ts";
import { openAiEndpoints } from "./openai/endpoints.ts";
import { parseJson } from "./parse-json.ts";
import { ScriptRequest } from "./script.ts";
import { createWorld, type ProviderOptions, type World } from "./world.ts";

const mostBodyBytes = 100 * 1024 * 1024;
/** Of a body that `GET /sim/requests` shows. */
const mostLoggedCharacters = 100_000;
const secretHeaders = ["authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie"];

/** The practice provider as an HTTP server that is not listening yet. */
export function createProvider(options: ProviderOptions): Server {
  const world = createWorld(options);
  const endpoints =
    world.persona === "cloud"
      ? [...anthropicEndpoints, ...geminiEndpoints, ...azureEndpoints, ...openAiEndpoints]
      : localEndpoints(world.persona);
  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://provider");
    answer(world, endpoints, url, request, response).catch((error: unknown) => {
      const fault = error instanceof Fault ? error : new Fault("server", 500, "The practice provider failed.");
      if (!(error instanceof Fault)) console.error(error);
      const problem = dialectOf(world, url, request).problem(fault);
      if (response.headersSent) return void response.destroy();
      for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
      sendJson(response, problem.status, problem.body);
    });
  });
}

async function answer(
  world: World,
  endpoints: Endpoint[],
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = url.pathname;
  const body = await readBody(request);
  if (path.startsWith("/sim/")) return control(world, request.method ?? "", path, body, response);
  if (path === "/health" && world.persona === "cloud") {
    return sendJson(response, 200, { status: "ok", uptimeMs: Date.now() - world.startedAt });
  }
  logRequest(world, url, request, body);
  const dialect = dialectOf(world, url, request);
  for (const [name, value] of Object.entries(dialect.headers())) response.setHeader(name, value);
  const key = dialect.keyOf(request, url);
  for (const endpoint of endpoints) {
    const match = endpoint.method === request.method ? endpoint.pattern.exec(path) : null;
    if (!match || endpoint.dialect !== dialect) continue;
    const params = match.slice(1).map((part) => decodeURIComponent(part ?? ""));
    return await endpoint.run({ request, response, url, params, body, key, world });
  }
  if (dialect === azure) throw resourceNotFound();
  throw new Fault("not_found", 404, `Invalid URL (${request.method} ${path})`);
}

/** Whose path it is; `/v1/models` belongs to two, who are told apart by their headers. */
function dialectOf(world: World, url: URL, request: IncomingMessage): Dialect {
  if (world.persona !== "cloud") return localDialect(world.persona);
  if (url.pathname.startsWith("/openai/")) return azure;
  if (url.pathname.startsWith("/v1beta/")) return gemini;
  const isAnthropic = header(request, "anthropic-version") !== "" || header(request, "x-api-key") !== "";
  const isShared = url.pathname.startsWith("/v1/models");
  if (url.pathname.startsWith("/v1/messages") || (isShared && isAnthropic)) return anthropic;
  return openAi;
}

/** `/sim/…`: for tests, no key, no dialect. */
function control(world: World, method: string, path: string, body: string, response: ServerResponse): void {
  sendJson(response, 200, controlled(world, `${method} ${path}`, body));
}

function controlled(world: World, call: string, body: string): object {
  switch (call) {
    case "GET /sim/ledger":
      return { calls: world.ledger.items };
    case "GET /sim/requests":
      return { requests: world.requests.items };
    case "POST /sim/script":
      world.script.add(parseJson(ScriptRequest, body));
      return {};
    case "DELETE /sim/script":
      world.script.clear();
      return {};
    default:
      throw new Fault("not_found", 404, `Invalid URL (${call})`);
  }
}

function logRequest(world: World, url: URL, request: IncomingMessage, body: string): void {
  const headers = Object.entries(request.headers).filter(([name]) => !secretHeaders.includes(name));
  const search = new URLSearchParams(url.search);
  search.delete("key");
  const path = search.size === 0 ? url.pathname : `${url.pathname}?${search}`;
  world.requests.push({
    at: Date.now(),
    method: request.method ?? "",
    path,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body: body.slice(0, mostLoggedCharacters),
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    // Read to its end all the same: a caller that is still sending does not read an answer.
    if (bytes <= mostBodyBytes) parts.push(part);
  }
  if (bytes > mostBodyBytes) throw new Fault("too_large", 413, "The request is larger than 100 MB.");
  return Buffer.concat(parts).toString("utf8");
}
