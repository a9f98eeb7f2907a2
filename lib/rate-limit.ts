import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { limiterPool } from "./db/client.ts";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";

interface Limit {
  /** Allowed in one window. */
  points: number;
  windowSeconds: number;
  /** When the counter cannot be read: true refuses, false lets pass. */
  isFailClosed: boolean;
  /** Why this number. */
  reason: string;
}

const minute = 60;
const hour = 3600;

/** The one table of limits. Keys are hashed, so the table holds no addresses. */
export const rateLimits = {
  "sign-in.pair": limit(10, 15 * minute, true, "one address guessing the password of one person"),
  "sign-in.account": limit(
    50,
    15 * minute,
    true,
    "many addresses guessing for one person; high, as it locks them out too",
  ),
  "sign-in.address": limit(100, 15 * minute, true, "one address trying one password on many people"),
  "second-factor": limit(6, 15 * minute, true, "a six-digit code holds only while few can be tried (RFC 6238 §5.2)"),
  "passkey.challenge": limit(300, 15 * minute, true, "every sign-in page asks for one; each is a row for a day"),
  reauthenticate: limit(10, 15 * minute, true, "a stolen session must not become a way to guess the password"),
  "reset.account": limit(3, hour, true, "nobody's mailbox is to be flooded"),
  "reset.address": limit(20, hour, true, "nor many mailboxes by one sender"),
  "one-time-link": limit(30, 15 * minute, true, "tokens of 192 bits need no help; this keeps noise down"),
  setup: limit(20, 15 * minute, true, "the setup link is used once in the life of a console"),
  "enrollment.start": limit(
    120,
    10 * minute,
    true,
    "a shelf of boxes behind one address, each asking anew a few times",
  ),
  "enrollment.poll": limit(
    3_000,
    10 * minute,
    true,
    "several boxes polling each second for ten minutes (RFC 8628 §3.5)",
  ),
  "enrollment.code": limit(
    30,
    10 * minute,
    true,
    "typed codes have 34 bits; thirty guesses find nothing (RFC 8628 §5.1)",
  ),
  "box.token": limit(20_000, 10 * minute, false, "10,000 boxes behind one address, each asking every ten minutes"),
  "api.document": limit(120, minute, false, "a document that changes with releases only"),
  invites: limit(100, hour, false, "invites send mail in our name"),
  "api.key": limit(1_200, minute, false, "twenty a second is a busy integration, more is a loop"),
  "api.person": limit(300, minute, false, "changes a person makes in a minute, with a bulk edit to spare"),
  "webhooks.send": limit(30, minute, true, "each makes us post to somebody else's server"),
  "audit.verify": limit(10, minute, false, "each time the whole chain is read"),
  "audit.refusal": limit(1, minute, false, "a refusal is written down once a minute for each person and permission"),
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof rateLimits;

function limit(points: number, windowSeconds: number, isFailClosed: boolean, reason: string): Limit {
  return { points, windowSeconds, isFailClosed, reason };
}

const limiters = new Map<LimitName, RateLimiterPostgres>();

function limiterOf(name: LimitName): RateLimiterPostgres {
  const existing = limiters.get(name);
  if (existing) return existing;
  const { points, windowSeconds } = rateLimits[name];
  const made = new RateLimiterPostgres({
    storeClient: limiterPool(),
    storeType: "pool",
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: windowSeconds,
  });
  limiters.set(name, made);
  return made;
}

const hashed = (key: string) => createHash("sha256").update(key).digest("base64url").slice(0, 32);

/** RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), and Retry-After (RFC 9110) when refused. */
function headersOf(name: LimitName, state: RateLimiterRes, isRefused: boolean): Record<string, string> {
  const seconds = String(Math.max(1, Math.ceil(state.msBeforeNext / 1000)));
  const { points, windowSeconds } = rateLimits[name];
  return {
    "ratelimit-policy": `"${name}";q=${points};w=${windowSeconds}`,
    ratelimit: `"${name}";r=${state.remainingPoints};t=${seconds}`,
    ...(isRefused ? { "retry-after": seconds } : {}),
  };
}

/**
 * Uses up one point of `key`. Returns the headers for the answer; throws `rate_limited` when none is left, and
 * `limiter_unavailable` when the counter cannot be read and the limit fails closed.
 */
export async function consume(name: LimitName, key: string): Promise<Record<string, string>> {
  try {
    return headersOf(name, await limiterOf(name).consume(hashed(key)), false);
  } catch (state) {
    if (state instanceof RateLimiterRes) {
      const headers = headersOf(name, state, true);
      const error = new AppError("rate_limited", `Too many attempts. Try again in ${headers["retry-after"]} seconds.`);
      error.headers = headers;
      throw error;
    }
    log.error({ error: String(state), limit: name }, "rate limit cannot be read");
    if (!rateLimits[name].isFailClosed) return {};
    throw new AppError("limiter_unavailable", "Attempts cannot be counted at the moment, so none is accepted.");
  }
}

/** True once per window for `key`, false after that. For what should happen now and then rather than be refused. */
export async function isFirst(name: LimitName, key: string): Promise<boolean> {
  return consume(name, key).then(
    () => true,
    () => false,
  );
}

/** Gives the points back, after the person proved to be the right one. */
export async function forgive(name: LimitName, key: string): Promise<void> {
  await limiterOf(name).delete(hashed(key));
}
