import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the ports that Linux and macOS give to outgoing connections (from 32,768 and 49,152), one of which would otherwise
 * take a port between its choice and its use.
 */
const range = { from: 20_000, to: 32_768 };
const given = new Set<number>();

/** A port of this machine that nobody uses, never the same twice in a process: what is started on it may take its time. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(range.from, range.to);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${range.from} to ${range.to - 1}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
