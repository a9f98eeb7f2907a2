import "server-only";
import { readFileSync } from "node:fs";
import { EnvError } from "../env.ts";

/**
 * Keys as text: `id:base64` of 32 bytes each, separated by commas or new lines, newest first. Throws an EnvError that
 * names the variable, never the key.
 */
export function parseKeyRing(source: string | { path: string | undefined }, variable: string): Map<string, Buffer> {
  const text = typeof source === "string" ? source : readKeys(source.path, variable);
  const ring = new Map<string, Buffer>();
  for (const entry of text.split(/[\n,]/).map((part) => part.trim())) {
    if (entry === "" || entry.startsWith("#")) continue;
    const [, id, encoded] = /^([\w.-]{1,64}):([\w+/=-]+)$/.exec(entry) ?? [];
    const key = Buffer.from(encoded ?? "", "base64");
    if (id === undefined || key.length !== 32) {
      throw new EnvError(`${variable} is wrong: each key must be id:base64 of 32 bytes (openssl rand -base64 32).`);
    }
    if (ring.has(id)) throw new EnvError(`${variable} is wrong: it names the key "${id}" twice.`);
    ring.set(id, key);
  }
  if (ring.size === 0) throw new EnvError(`${variable} is not set; it must hold at least one key, newest first.`);
  return ring;
}

function readKeys(path: string | undefined, variable: string): string {
  if (path === undefined) return "";
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new EnvError(`${variable} is wrong: ${path} cannot be read.`);
  }
}
