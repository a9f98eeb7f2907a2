import { z } from "zod";

/**
 * The one reader of process.env in lib and app. `npm start` sets what it derives; on servers an operator does.
 */
const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** Owner of the schema. The console's own work runs in roles that own nothing (lib/db). */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "a postgres:// address"),
  /** Root of every key the console derives (lib/secrets): losing it loses the stored provider keys. */
  KAIHE_SECRET: z.string().min(32, "at least 32 characters"),
  PORT: z.coerce.number().int("a whole number").min(1, "1 to 65535").max(65535, "1 to 65535").default(3000),
  /** Who keeps the keys that wrap data keys (lib/secrets/key-provider.ts). `secret` derives one from KAIHE_SECRET. */
  KAIHE_KEY_PROVIDER: z.enum(["secret", "env", "file", "aws-kms"], "secret, env, file or aws-kms").default("secret"),
  /** For `env`: id:base64 of 32 bytes, comma-separated, newest first. */
  KAIHE_KEKS: z.string().optional(),
  /** For `file`: the same, one a line. */
  KAIHE_KEK_FILE: z.string().optional(),
  /** For `aws-kms`: key id, ARN or alias. */
  KAIHE_KMS_KEY_ID: z.string().optional(),
  /** Where people's browsers and phones reach the console; in QR codes and links. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "an http or https address" })
    .transform((text) => text.replace(/\/+$/, ""))
    .optional(),
  /** Proxies of ours in front of the console, each of which appends to X-Forwarded-For; 0: browsers reach it directly. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int("a whole number").min(0, "0 to 10").max(10, "0 to 10").default(0),
  /** Base URL of the practice provider; unset hides it. */
  PRACTICE_URL: z.url({ protocol: /^https?$/, error: "an http or https address" }).optional(),
  /** Mail server, such as smtp://user:password@mail.example:587; without it links are shown and logged instead of sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "an smtp:// or smtps:// address" }).optional(),
  /** Sender of every mail. */
  MAIL_FROM: z.string().min(3).max(320).default("Kaihe Fleet <no-reply@localhost>"),
  /** Any OpenID Connect issuer, shown on the sign-in page as OIDC_NAME. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "an http or https address" }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40).default("single sign-on"),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  /** Microsoft Entra: the tenant's id; `common` would let every company in. */
  ENTRA_TENANT_ID: z.guid("the tenant's id, a UUID").optional(),
  ENTRA_CLIENT_ID: z.string().optional(),
  ENTRA_CLIENT_SECRET: z.string().optional(),
  /** How long single calls are kept; what is summed up of them is kept for good. */
  USAGE_RETENTION_DAYS: z.coerce.number().int("a whole number").min(7, "7 to 3650").max(3650, "7 to 3650").default(400),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});
export type Env = z.infer<typeof Env>;

/** A value that cannot be used; the message names the variable and what it may be. */
export class EnvError extends Error {}

export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Env.safeParse(present);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "environment");
  const isMissing = source[name] === undefined || source[name] === "";
  throw new EnvError(
    isMissing ? `${name} is not set; it must be set.` : `${name} is wrong: it must be ${issue?.message}.`,
  );
}

let cached: Env | undefined;

/** Read on first use, so that importing a module never needs an environment. */
export function env(): Env {
  if (cached === undefined) {
    cached = parseEnv(process.env);
    // next-auth takes its own address from the environment alone; ours is the only one people set.
    process.env.NEXTAUTH_URL ??= cached.PUBLIC_URL ?? `http://localhost:${cached.PORT}`;
  }
  return cached;
}

/** On its own, because logs are set up when modules load, which `next build` does without an environment. */
export function logLevel(): Env["LOG_LEVEL"] {
  return Env.shape.LOG_LEVEL.catch("info").parse(process.env.LOG_LEVEL);
}

/** Address for links: PUBLIC_URL, else this machine. */
export function publicUrl(): string {
  return env().PUBLIC_URL ?? `http://localhost:${env().PORT}`;
}
