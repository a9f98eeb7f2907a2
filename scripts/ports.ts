import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { reasonOf, Sentence } from "./sentence.ts";

/** Every port of `npm start`, with the variable that sets it and its distance from `PORT`'s own place at 3000. */
const derived = { BOX_PAGE_PORT: 7070, BOX_PORT: 7071, PRACTICE_PORT: 7072, POSTGRES_PORT: 7073 } as const;
export type PortName = "PORT" | keyof typeof derived;
export type Ports = Record<PortName, number>;

const lowest = 1024;
const highest = 65_535;
const defaultPort = 3000;

/** Two consoles on one machine need only two values of PORT: everything else moves along in steps of ten. */
export function derivePorts(env: Record<string, string | undefined>): Ports {
  const port = readPort("PORT", env.PORT) ?? defaultPort;
  const taken = new Map<number, PortName>([[port, "PORT"]]);
  const ports: Ports = { PORT: port, BOX_PAGE_PORT: 0, BOX_PORT: 0, PRACTICE_PORT: 0, POSTGRES_PORT: 0 };
  const names = Object.keys(derived) as (keyof typeof derived)[];
  for (const name of names) {
    const given = readPort(name, env[name]);
    if (given === undefined) continue;
    const other = taken.get(given);
    if (other) throw new Sentence(`${name} and ${other} are both ${given}; give each its own port.`);
    taken.set(given, name);
    ports[name] = given;
  }
  for (const name of names) {
    if (ports[name] > 0) continue;
    let candidate = wrap(derived[name] + 10 * (port - defaultPort));
    while (taken.has(candidate)) candidate = wrap(candidate + 1);
    taken.set(candidate, name);
    ports[name] = candidate;
  }
  return ports;
}

function wrap(port: number): number {
  const size = highest - lowest + 1;
  return lowest + ((((port - lowest) % size) + size) % size);
}

function readPort(name: PortName, value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port >= 1 && port <= highest) return port;
  throw new Sentence(`${name} is wrong: it must be a whole number from 1 to ${highest}, not "${value}".`);
}

/** Fails with a sentence when somebody listens there already; `patienceMs` lets a dying predecessor go first. */
export async function requireFree(ports: Ports, names: PortName[], patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (const name of names) {
    for (;;) {
      const reason = await whyNotFree(ports[name]);
      if (reason === null) break;
      if (Date.now() > deadline) throw new Sentence(occupied(name, ports[name], reason));
      await delay(100);
    }
  }
}

function occupied(name: PortName, port: number, reason: string): string {
  const what = reason === "EADDRINUSE" ? "is taken" : `cannot be opened (${reason})`;
  return `Port ${port} ${what}; free it or set ${name} to another one (1 to ${highest}).`;
}

async function whyNotFree(port: number): Promise<string | null> {
  for (const host of ["::", "0.0.0.0", "127.0.0.1"]) {
    const reason = await tryListen(port, host);
    // A machine without IPv6 is no conflict.
    if (reason !== null && reason !== "EAFNOSUPPORT" && reason !== "EADDRNOTAVAIL") return reason;
  }
  return null;
}

function tryListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(reasonOf(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
