import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer byte by byte: what the practice provider is too well-behaved to send. */
export type Canned = { status?: number; contentType?: string; body: string; headers?: Record<string, string> };

/** An OpenAI-compatible server whose answers are what a test put there, by model; it keeps what it was sent. */
export class CannedUpstream {
  readonly answers = new Map<string, Canned>();
  readonly received: { model: string; body: string; headers: IncomingMessage["headers"] }[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<CannedUpstream> {
    const upstream = new CannedUpstream();
    await new Promise<void>((resolve) => upstream.#server.listen(0, "127.0.0.1", resolve));
    return upstream;
  }

  get baseUrl(): string {
    // A listening TCP server always has an AddressInfo; strings are for pipes only.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"object":"list","data":[]}');
      return;
    }
    const body = Buffer.concat(chunks).toString("utf8");
    const model = /"model":"([^"]*)"/.exec(body)?.[1] ?? "";
    this.received.push({ model, body, headers: request.headers });
    const canned = this.answers.get(model) ?? { status: 404, body: '{"error":{"message":"nothing canned"}}' };
    const contentType = canned.contentType ?? "application/json";
    response.writeHead(canned.status ?? 200, { "content-type": contentType, ...canned.headers }).end(canned.body);
  }
}
