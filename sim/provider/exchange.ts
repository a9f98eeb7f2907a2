import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "./fault.ts";
import type { World } from "./world.ts";

/** One request on its way to an answer. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** What the groups of the endpoint's pattern matched, decoded. */
  params: string[];
  body: string;
  /** The caller's key; `local` where none is needed. */
  key: string;
  world: World;
};

/** An error as it goes over the wire. */
export type Problem = { status: number; headers: Record<string, string>; body: object };

/** What all endpoints of one vendor share. */
export type Dialect = {
  /** The key of a request; throws a Fault for a missing or wrong one. */
  keyOf: (request: IncomingMessage, url: URL) => string;
  problem: (fault: Fault) => Problem;
  /** Sent with every answer. */
  headers: () => Record<string, string>;
};

export type Endpoint = {
  method: "GET" | "POST" | "DELETE";
  pattern: RegExp;
  dialect: Dialect;
  run: (exchange: Exchange) => Promise<void> | void;
};

export function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** `retry-after` for a fault that has one. */
export function retryHeaders({ retryAfter }: Fault): Record<string, string> {
  return retryAfter === null ? {} : { "retry-after": String(retryAfter) };
}
