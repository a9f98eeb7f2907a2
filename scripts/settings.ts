import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import { EnvError, parseEnv } from "#lib/env.ts";
import { derivePorts, type Ports } from "./ports.ts";
import { Sentence } from "./sentence.ts";

/** What `npm start` runs with: the environment of the caller, completed. */
export type Settings = {
  dataDir: string;
  ports: Ports;
  /** Unset: the embedded Postgres. */
  databaseUrl: string | undefined;
  publicUrl: string;
  /** Unset: one is made and kept in the data directory. */
  secret: string | undefined;
};

/** Values from `.env` count where the environment itself is silent. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

export function readSettings(env: NodeJS.ProcessEnv, defaultDataDir: string): Settings {
  const ports = derivePorts(env);
  const parsed = parseOrExplain({
    ...env,
    PORT: String(ports.PORT),
    DATABASE_URL: env.DATABASE_URL || "postgres://embedded",
    KAIHE_SECRET: env.KAIHE_SECRET || "-".repeat(32),
  });
  return {
    dataDir: resolve(env.KAIHE_DATA || defaultDataDir),
    ports,
    databaseUrl: env.DATABASE_URL || undefined,
    publicUrl: parsed.PUBLIC_URL ?? `http://${lanAddress() ?? "localhost"}:${ports.PORT}`,
    secret: env.KAIHE_SECRET || undefined,
  };
}

function parseOrExplain(env: Record<string, string | undefined>) {
  try {
    return parseEnv(env);
  } catch (error) {
    throw error instanceof EnvError ? new Sentence(error.message) : error;
  }
}

/** A phone that scans the box's QR code must reach the console, so "localhost" will not do where there is a network. */
function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal, address }) => family === "IPv4" && !internal && isPrivate(address))?.address;
}

/** RFC 1918. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

/** The root of every key the console derives: made once, kept in a file only its owner can read. */
export function keptSecret(dataDir: string): string {
  const path = join(dataDir, "secret");
  if (existsSync(path)) {
    const secret = readFileSync(path, "utf8").trim();
    if (secret.length < 32) throw new Sentence(`${path} is damaged: it must hold at least 32 characters.`);
    return secret;
  }
  const secret = randomBytes(32).toString("base64url");
  writeFileSync(`${path}.new`, secret, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return secret;
}
