import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { disableEndpoint, stopDeliveries } from "./disable.ts";
import { GuardedFetchError, type GuardedPost, guardedPost } from "./guarded-fetch.ts";
import { enqueueDelivery } from "./plan-deliveries.ts";
import { isLoopbackAllowed } from "./require-url.ts";
import { giveUpAfterMs, waitAfter } from "./schedule.ts";
import type { deliveryErrors } from "./schema.ts";
import { openWebhookSecrets } from "./secret-store.ts";
import { signatureHeaders } from "./sign.ts";

const timeoutMs = 10_000;
const maxBytes = 4096;

/**
 * How long an attempt belongs to the worker that began it. A worker that dies in between leaves it to the next sweep:
 * longer than the timeout, so that nothing is sent twice without need; the message may still arrive twice.
 */
const claimMs = 60_000;

interface Claim {
  endpointId: string;
  url: string;
  body: string;
  secrets: string[];
  /** Attempts with this one. */
  attempt: number;
}

interface Outcome {
  status: number | null;
  error: (typeof deliveryErrors)[number] | null;
  response: string;
  durationMs: number;
}

interface Options {
  resolve?: GuardedPost["resolve"];
  /** In [0, 1). */
  random?: () => number;
}

/**
 * Job `webhooks.deliver`: one attempt. Claim, send, write down, in three steps, because a transaction must not wait for
 * somebody else's server. At least once: between the second and the third, a crash means that it is sent again.
 */
export async function deliverWebhook(orgId: string, deliveryId: string, options: Options = {}): Promise<void> {
  const claim = await withOrg({ org: { id: orgId } }, (tx) => claimDelivery(tx, orgId, deliveryId));
  if (!claim) return;
  const outcome = await attempt(deliveryId, claim, options);
  await withOrg({ org: { id: orgId } }, (tx) => record(tx, { orgId, deliveryId, claim, outcome }, options));
}

/** Null if it is not due, or another worker has it. */
async function claimDelivery(tx: Tx, orgId: string, deliveryId: string): Promise<Claim | null> {
  const now = new Date();
  const where = { orgId, id: deliveryId };
  const delivery = await tx.webhookDelivery.findFirst({ where, select: { body: true, endpoint: true } });
  if (!delivery) return null;
  const { body, endpoint } = delivery;
  if (endpoint.disabledAt) {
    // Planned by a transaction that did not see the end of the endpoint yet.
    await stopDeliveries(tx, orgId, endpoint.id);
    return null;
  }
  const [claimed] = await tx.webhookDelivery.updateManyAndReturn({
    where: { ...where, nextAttemptAt: { lte: now } },
    data: { nextAttemptAt: new Date(now.getTime() + claimMs), attempts: { increment: 1 }, lastAttemptAt: now },
    select: { attempts: true },
  });
  if (!claimed) return null;
  const secrets = await openWebhookSecrets(tx, endpoint, now);
  return { endpointId: endpoint.id, url: endpoint.url, body, secrets, attempt: claimed.attempts };
}

async function attempt(id: string, { url, body, secrets }: Claim, { resolve }: Options): Promise<Outcome> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  // Signed anew each time: receivers refuse old timestamps.
  const headers = {
    ...signatureHeaders({ id, body, at: new Date() }, secrets),
    "content-type": "application/json",
    "user-agent": "KaiheFleet-Webhooks/1",
  };
  try {
    const post = { url, headers, body, timeoutMs, maxBytes, isLoopbackAllowed: isLoopbackAllowed() };
    const answer = await guardedPost({ ...post, ...(resolve ? { resolve } : {}) });
    const isSuccess = answer.status >= 200 && answer.status < 300;
    // Postgres keeps no NUL in text.
    const response = answer.body.replaceAll("\0", "");
    return { status: answer.status, error: isSuccess ? null : "status", response, durationMs: durationMs() };
  } catch (error) {
    if (!(error instanceof GuardedFetchError)) throw error;
    return { status: null, error: error.code, response: error.message, durationMs: durationMs() };
  }
}

interface Attempted {
  orgId: string;
  deliveryId: string;
  claim: Claim;
  outcome: Outcome;
}

async function record(tx: Tx, { orgId, deliveryId, claim, outcome }: Attempted, options: Options): Promise<void> {
  const { endpointId, attempt: attempts } = claim;
  const { status, error, response, durationMs } = outcome;
  const now = new Date();
  const last = { lastStatus: status, lastError: error, lastResponse: response, lastDurationMs: durationMs };
  if (error === null) {
    const done = { ...last, nextAttemptAt: null, deliveredAt: now };
    await tx.webhookDelivery.updateMany({ where: { orgId, id: deliveryId }, data: done });
    const where = { orgId, id: endpointId, failingSince: { not: null } };
    await tx.webhookEndpoint.updateMany({ where, data: { failingSince: null } });
    return notifyOrg(tx, { org: { id: orgId } }, "webhooks", endpointId);
  }
  const wait = waitAfter(attempts, (options.random ?? Math.random)());
  const nextAttemptAt = wait === null ? null : new Date(now.getTime() + wait * 1000);
  const { count } = await tx.webhookDelivery.updateMany({
    // Whoever took it over after the claim ran out speaks for it now; stopped meanwhile, it stays stopped.
    where: { orgId, id: deliveryId, attempts, deliveredAt: null, nextAttemptAt: { not: null } },
    data: { ...last, nextAttemptAt },
  });
  if (count > 0 && wait !== null) await enqueueDelivery(tx, orgId, deliveryId, wait);
  await countFailure(tx, orgId, endpointId, { status, now });
  await notifyOrg(tx, { org: { id: orgId } }, "webhooks", endpointId);
}

async function countFailure(
  tx: Tx,
  orgId: string,
  endpointId: string,
  { status, now }: { status: number | null; now: Date },
): Promise<void> {
  await tx.webhookEndpoint.updateMany({
    where: { orgId, id: endpointId, failingSince: null },
    data: { failingSince: now },
  });
  const endpoint = await tx.webhookEndpoint.findFirst({ where: { orgId, id: endpointId } });
  const failingMs = endpoint?.failingSince ? now.getTime() - endpoint.failingSince.getTime() : 0;
  const why = status === 410 ? "gone" : failingMs >= giveUpAfterMs ? "failing" : null;
  if (why === null) return;
  const org = await tx.org.findFirst({ where: { id: orgId, deletedAt: null } });
  if (!org) return;
  const { id, slug, name, timezone } = org;
  const actor = { kind: "job" as const, job: "webhooks.deliver" };
  const ctx: Ctx = { org: { id, slug, name, timezone }, actor, requestId: "webhooks.deliver" };
  await disableEndpoint(tx, ctx, endpointId, why);
}
