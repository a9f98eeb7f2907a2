import { Agent, type Dispatcher, request } from "undici";
import { serverTimeHeader } from "../../lib/protocol/token.ts";
import type { ServerTime } from "../clock.ts";

export type ConsoleRequest = {
  method: "GET" | "POST";
  /** With query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  signal?: AbortSignal;
};

export type ConsoleResponse = { status: number; headers: Dispatcher.ResponseData["headers"]; json: unknown };

/** Plain HTTP to the console. Every response, errors included, teaches the box what time it is there. */
export class ConsoleHttp {
  readonly #base: string;
  readonly #time: ServerTime;
  readonly #agent = new Agent({ connect: { timeout: 5000 }, headersTimeout: 15_000, bodyTimeout: 15_000 });

  constructor(consoleUrl: string, time: ServerTime) {
    this.#base = consoleUrl.replace(/\/+$/, "");
    this.#time = time;
  }

  /** `htu` of RFC 9449 §4.2: the URL without query and fragment. */
  urlFor(path: string): string {
    return this.#base + (path.split("?")[0] ?? "");
  }

  /** Throws only when there is no answer; an error status is an answer. */
  async send(message: ConsoleRequest): Promise<ConsoleResponse> {
    const response = await this.open(message);
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, json: parseJson(text) };
  }

  /** The same with the body left to the caller; `bodyTimeoutMs` is the longest silence in it. */
  async open(message: ConsoleRequest, bodyTimeoutMs?: number): Promise<Dispatcher.ResponseData> {
    const { method, path, headers = {}, body, signal } = message;
    const options = { method, headers, body: body ?? null, signal: signal ?? null, dispatcher: this.#agent };
    const response = await request(this.#base + path, {
      ...options,
      ...(bodyTimeoutMs === undefined ? {} : { bodyTimeout: bodyTimeoutMs }),
    });
    const serverMs = Number(response.headers[serverTimeHeader] ?? Number.NaN);
    if (Number.isFinite(serverMs) && serverMs > 0) this.#time.observe(serverMs);
    return response;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
