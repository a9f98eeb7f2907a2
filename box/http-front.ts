import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A port cannot be had. The message names the flag. */
export class PortError extends Error {}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const openCallLimitMs = 5000;

/** The box's doors: one handler on two ports, so that whoever finds one of them finds everything. */
export class HttpFront {
  readonly #servers: Server[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #handle: Handler;
  #isClosing = false;

  constructor(handle: Handler) {
    this.#handle = handle;
  }

  /** The port it listens on (another one when 0 was asked for). Throws PortError. */
  async listen(host: string, port: number, flag: string): Promise<number> {
    const server = createServer((request, response) => {
      if (this.#isClosing) {
        // A connection that was kept alive: its owner may try again when the box is back.
        response.writeHead(503, { connection: "close", "retry-after": "5" }).end();
        return;
      }
      const work = this.#handle(request, response).finally(() => this.#running.delete(work));
      this.#running.add(work);
    });
    // Longer than the pools of common clients, so that they never reuse a connection that is just being closed.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        reject(new PortError(portMessage(flag, host, port, error))),
      );
      server.listen(port, host, resolve);
    });
    this.#servers.push(server);
    // A listening TCP server always has an AddressInfo; strings are for pipes only.
    return (server.address() as AddressInfo).port;
  }

  /**
   * Takes no new calls, gives those under way 5 s, then cuts them off and waits until each is settled. `cutOff` ends what
   * they wait for themselves.
   */
  async close(cutOff: () => void): Promise<void> {
    this.#isClosing = true;
    for (const server of this.#servers) {
      server.close();
      server.closeIdleConnections();
    }
    const limit = setTimeout(() => {
      for (const server of this.#servers) server.closeAllConnections();
      cutOff();
    }, openCallLimitMs);
    await Promise.allSettled(this.#running);
    clearTimeout(limit);
    for (const server of this.#servers) server.closeAllConnections();
  }
}

function portMessage(flag: string, host: string, port: number, error: NodeJS.ErrnoException): string {
  if (error.code === "EADDRINUSE") return `${flag} ${port} is in use on ${host}. Choose a free port from 1 to 65535.`;
  return `${flag} ${port} cannot be used on ${host} (${error.code}). Choose a port from 1 to 65535 and an address of this machine.`;
}
