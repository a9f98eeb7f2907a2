import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { addressKey } from "../api/caller-address.ts";
import { appendAuditForPerson } from "../audit/append-for-person.ts";
import { system, withSystem } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { Email } from "../orgs/schema.ts";
import { consume, forgive, isFirst } from "../rate-limit.ts";
import { verifyPassword } from "./password.ts";
import { acceptSecondFactor } from "./second-factor.ts";
import { type Origin, openSession, type SignInMethod } from "./session.ts";

const Credentials = z.object({
  email: Email,
  password: z.string().min(1).max(256),
  /** TOTP or recovery code; forms send an empty one. */
  code: z.string().max(64).optional(),
});

export interface SignedInSession {
  id: string;
  sid: string;
}

/**
 * Null for a wrong password, an unknown address and malformed input, after the same work, so that neither answer nor
 * time tells which addresses exist. Only who knows the password learns that a code is wanted (`code_required`) or was
 * wrong (`wrong_code`). Throws `rate_limited` when too much was tried.
 */
export async function signInWithPassword(input: unknown, origin: Origin): Promise<SignedInSession | null> {
  const parsed = Credentials.safeParse(input);
  const email = parsed.data?.email ?? "";
  const address = addressKey(origin.address);
  try {
    await consume("sign-in.address", address);
    await consume("sign-in.account", email);
    await consume("sign-in.pair", `${email}|${address}`);
  } catch (error) {
    if (error instanceof AppError) void auditLimited(email, error.code, origin);
    throw error;
  }
  const user = parsed.success ? await system().user.findUnique({ where: { email } }) : null;
  const isRight = await verifyPassword(parsed.data?.password ?? "", user?.passwordHash ?? null);
  if (!isRight || !user) {
    if (user) auditRefusedSignIn(user.id, "wrong_password", origin);
    return null;
  }
  if (user.totpConfirmedAt) await checkCode(user.id, parsed.data?.code ?? "", origin);
  await forgive("sign-in.pair", `${email}|${address}`);
  return { id: user.id, sid: await startSession(user, user.totpConfirmedAt ? "password+code" : "password", origin) };
}

async function checkCode(userId: string, code: string, origin: Origin): Promise<void> {
  if (code.trim() === "") {
    // Also the first half of every ordinary sign-in; without a second half it is a password in the wrong hands.
    auditRefusedSignIn(userId, "code_required", origin);
    throw new AppError("code_required", "The password is right; now the code of the second factor.");
  }
  const isAccepted = await acceptSecondFactor(userId, code).catch((error) => {
    if (error instanceof AppError) auditRefusedSignIn(userId, error.code, origin);
    throw error;
  });
  if (isAccepted) return;
  auditRefusedSignIn(userId, "wrong_code", origin);
  throw new AppError("wrong_code", "The code is wrong, was used before, or is too old.");
}

/** Once a minute for each address: guessing on and on must not fill the audit. Nobody waits for it either. */
async function auditLimited(email: string, reason: string, origin: Origin): Promise<void> {
  const user = await system()
    .user.findUnique({ where: { email } })
    .catch(() => null);
  if (user && (await isFirst("audit.refusal", `sign-in|${user.id}`))) auditRefusedSignIn(user.id, reason, origin);
}

/** Opens the session and writes it into the chain of each of the person's organizations. */
export function startSession(
  user: { id: string; name: string },
  method: SignInMethod,
  origin: Origin,
): Promise<string> {
  return withSystem(async (tx) => {
    const sid = await openSession(tx, user.id, method, origin);
    const after = { method, address: origin.address, userAgent: origin.userAgent };
    const about = { person: user, by: "self" as const, requestId: randomUUID() };
    await appendAuditForPerson(tx, about, { action: "sessions.open", after });
    return sid;
  });
}

/**
 * Writes a refused sign-in into the person's organizations. Nobody waits for it: the answer for an address that exists
 * must not come later than for one that does not. `reason` is for readers of the audit; who tries to get in does not learn it.
 */
export function auditRefusedSignIn(userId: string, reason: string, origin: Origin): void {
  log.info({ userId, reason, address: origin.address }, "sign-in refused");
  const after = { reason, address: origin.address, userAgent: origin.userAgent };
  const about = { person: { id: userId, name: "" }, by: "nobody" as const, requestId: randomUUID() };
  withSystem((tx) => appendAuditForPerson(tx, about, { action: "sessions.refuse", after })).catch((error) =>
    log.error({ userId, error: String(error) }, "a refused sign-in could not be written down"),
  );
}
