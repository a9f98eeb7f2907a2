import { Webhook } from "standardwebhooks";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listAlerts } from "#lib/alerts/read.ts";
import { system } from "#lib/db/system.ts";
import { takeJobs } from "#lib/jobs/testing.ts";
import { seedDelivery, seedWebhook } from "#prisma/seed/alert.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { changeWebhook } from "./change.ts";
import { deliverWebhook } from "./deliver.ts";
import { getWebhook } from "./read.ts";
import { resendDelivery, sendTestEvent } from "./send-test.ts";
import { newWebhookSecret } from "./sign.ts";
import { sweepDeliveries } from "./sweep.ts";
import { startReceiver } from "./testing/receiver.ts";

// Taken out by hand, each turned this file red: that a claim is due and moves on, `attempts` and what was stopped in the
// failure that is written down, 410, the five days, the end of failing, the stop of a late message, NUL; the stop of what
// waits and the alert in disable.ts; what is due in sweep.ts; the refusal of a test to a disabled endpoint.

const url = "https://hooks.example.com/in";
const dayMs = 24 * 3_600_000;
let seeded: SeededOrg;

beforeAll(async () => {
  seeded = await seedOrg();
});
beforeEach(async () => void (await takeJobs("webhooks.deliver")));

const row = (id: string) => system().webhookDelivery.findUniqueOrThrow({ where: { id } });
const endpointRow = (id: string) => system().webhookEndpoint.findUniqueOrThrow({ where: { id } });
const makeDue = (id: string) =>
  system().webhookDelivery.updateMany({ where: { id }, data: { nextAttemptAt: new Date(Date.now() - 1) } });
const deliver = (id: string) => deliverWebhook(seeded.org.id, id, { random: () => 0 });

describe("delivery", () => {
  test("a message arrives signed, and its answer is kept", async () => {
    await using receiver = await startReceiver((response) => response.writeHead(204).end());
    const secret = newWebhookSecret();
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url, { secret }));
    await deliver(id);
    await deliver(id);
    expect(receiver.received).toHaveLength(1);
    const { body = "", headers = {} } = receiver.received[0] ?? {};
    const verified = new Webhook(secret).verify(body, headers);
    expect(verified).toMatchObject({ type: "webhook.test", data: { organization: { id: seeded.org.id } } });
    expect(headers["webhook-id"]).toBe(id);
    expect(await row(id)).toMatchObject({ attempts: 1, lastStatus: 204, lastError: null, nextAttemptAt: null });
    expect((await row(id)).deliveredAt).not.toBeNull();
  });

  test("what fails is tried again on schedule, under the same id and signed anew, and success ends the failing", async () => {
    await using receiver = await startReceiver((response, nth) =>
      response.writeHead(nth === 1 ? 500 : 200).end(nth === 1 ? "broken\0" : "ok"),
    );
    const secret = newWebhookSecret();
    const endpointId = await seedWebhook(seeded.org, receiver.url, { secret });
    const id = await seedDelivery(seeded.org, endpointId);
    const before = Date.now();
    await deliver(id);
    const failed = await row(id);
    expect(failed).toMatchObject({ attempts: 1, lastStatus: 500, lastError: "status", lastResponse: "broken" });
    const wait = (failed.nextAttemptAt?.getTime() ?? 0) - before;
    expect(wait).toBeGreaterThanOrEqual(5_000);
    expect(wait).toBeLessThan(5_000 + (Date.now() - before) + 1);
    expect((await endpointRow(endpointId)).failingSince).not.toBeNull();
    // Not due yet.
    await deliver(id);
    expect(receiver.received).toHaveLength(1);
    await makeDue(id);
    await deliver(id);
    const [first, second] = receiver.received;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    for (const one of [first, second]) new Webhook(secret).verify(one?.body ?? "", one?.headers ?? {});
    expect(await row(id)).toMatchObject({ attempts: 2, lastStatus: 200, nextAttemptAt: null });
    expect((await endpointRow(endpointId)).failingSince).toBeNull();
  });

  test("a worker that dies after sending leaves the message to the sweep: it is sent again with the same id", async () => {
    await using receiver = await startReceiver((response) => response.end());
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    // What a claim whose outcome was never written down looks like.
    await system().webhookDelivery.updateMany({
      where: { id },
      data: { attempts: 1, nextAttemptAt: new Date(Date.now() + 60_000) },
    });
    await takeJobs("webhooks.deliver");
    await sweepDeliveries();
    expect(await takeJobs("webhooks.deliver")).toEqual([]);
    await makeDue(id);
    await sweepDeliveries();
    expect(await takeJobs("webhooks.deliver")).toEqual([{ orgId: seeded.org.id, deliveryId: id }]);
    await deliver(id);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id]);
    expect(await row(id)).toMatchObject({ attempts: 2, nextAttemptAt: null });
  });

  test("of ten workers that have the same message one sends it", async () => {
    const released = Promise.withResolvers<void>();
    await using receiver = await startReceiver(async (response) => {
      await released.promise;
      response.end();
    });
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    const idle = Promise.withResolvers<void>();
    let done = 0;
    const workers = Array.from({ length: 10 }, async () => {
      await deliver(id);
      done += 1;
      if (done === 9) idle.resolve();
    });
    // The server answers when the nine others have nothing left to do.
    await idle.promise;
    released.resolve();
    await Promise.all(workers);
    expect(receiver.received).toHaveLength(1);
  });

  test("a failure that comes in after somebody else took the message over changes nothing", async () => {
    const nextAttemptAt = new Date(Date.now() + 3_600_000);
    const taken = { attempts: 5, nextAttemptAt };
    await using receiver = await startReceiver(async (response) => {
      await system().webhookDelivery.updateMany({ where: { id }, data: taken });
      response.writeHead(500).end();
    });
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    await deliver(id);
    expect(await row(id)).toMatchObject({ ...taken, lastStatus: null });
  });

  test("an endpoint that is disabled while a message is on its way gets it no second time", async () => {
    await using receiver = await startReceiver(async (response) => {
      await changeWebhook(seeded.owner, endpointId, { isEnabled: false });
      response.writeHead(500).end();
    });
    const endpointId = await seedWebhook(seeded.org, receiver.url);
    const id = await seedDelivery(seeded.org, endpointId);
    await deliver(id);
    expect((await row(id)).nextAttemptAt).toBeNull();
    // Planned in a transaction that had not seen it yet.
    const late = await seedDelivery(seeded.org, endpointId);
    await deliver(late);
    expect(receiver.received).toHaveLength(1);
    expect((await row(late)).nextAttemptAt).toBeNull();
  });

  test("a redirect is a failure", async () => {
    await using elsewhere = await startReceiver((response) => response.end());
    await using receiver = await startReceiver((response) =>
      response.writeHead(302, { location: elsewhere.url }).end(),
    );
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    await deliver(id);
    expect(await row(id)).toMatchObject({ lastStatus: 302, lastError: "status", deliveredAt: null });
    expect(elsewhere.received).toEqual([]);
  });

  test("of an answer without end the beginning is kept", async () => {
    await using receiver = await startReceiver((response) => response.end("y".repeat(1_000_000)));
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    await deliver(id);
    expect(await row(id)).toMatchObject({ lastStatus: 200, lastResponse: "y".repeat(4096) });
  });

  test("a server that never answers is a timeout", async () => {
    await using receiver = await startReceiver(() => {});
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    await deliver(id);
    expect(await row(id)).toMatchObject({ lastStatus: null, lastError: "timeout", attempts: 1 });
    expect((await row(id)).lastDurationMs).toBeGreaterThanOrEqual(9_900);
  });

  test("a name that leads into a network is not followed there", async () => {
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, url));
    const resolve = async () => [{ address: "169.254.169.254", family: 4 }];
    await deliverWebhook(seeded.org.id, id, { resolve });
    expect(await row(id)).toMatchObject({ lastStatus: null, lastError: "address_refused" });
  });

  test("the tenth failure is the last", async () => {
    await using receiver = await startReceiver((response) => response.writeHead(503).end());
    const id = await seedDelivery(seeded.org, await seedWebhook(seeded.org, receiver.url));
    await system().webhookDelivery.updateMany({ where: { id }, data: { attempts: 9 } });
    await deliver(id);
    expect(await row(id)).toMatchObject({ attempts: 10, nextAttemptAt: null, deliveredAt: null });
  });
});

describe("giving up", () => {
  const alertsAbout = async (ctx: SeededOrg["owner"], endpointId: string) =>
    (await listAlerts(ctx, { kind: "webhook.disabled" })).items.filter(({ subjectId }) => subjectId === endpointId);

  test("410 disables at once, tells people, and stops what waits", async () => {
    await using receiver = await startReceiver((response) => response.writeHead(410).end());
    const endpointId = await seedWebhook(seeded.org, receiver.url);
    const [id, other] = [await seedDelivery(seeded.org, endpointId), await seedDelivery(seeded.org, endpointId)];
    await deliver(id);
    expect(await getWebhook(seeded.owner, endpointId)).toMatchObject({ disabled: { why: "gone" } });
    expect(await alertsAbout(seeded.owner, endpointId)).toHaveLength(1);
    await deliver(other);
    expect(receiver.received).toHaveLength(1);
    expect([(await row(id)).nextAttemptAt, (await row(other)).nextAttemptAt]).toEqual([null, null]);
    await expect(sendTestEvent(seeded.owner, endpointId)).rejects.toMatchObject({ code: "webhook_disabled" });
    await changeWebhook(seeded.owner, endpointId, { isEnabled: true });
    await resendDelivery(seeded.owner, endpointId, other);
    await deliver(other);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, other]);
  });

  test.each([
    ["five days of failures disable", 5 * dayMs, { why: "failing" }],
    ["a minute less does not", 5 * dayMs - 60_000, null],
  ])("%s", async (_what, failingMs, disabled) => {
    await using receiver = await startReceiver((response) => response.writeHead(500).end());
    const endpointId = await seedWebhook(seeded.org, receiver.url);
    const failingSince = new Date(Date.now() - failingMs);
    await system().webhookEndpoint.updateMany({ where: { id: endpointId }, data: { failingSince } });
    await deliver(await seedDelivery(seeded.org, endpointId));
    const found = (await getWebhook(seeded.owner, endpointId)).disabled;
    if (disabled) expect(found).toMatchObject(disabled);
    else expect(found).toBeNull();
    expect(await alertsAbout(seeded.owner, endpointId)).toHaveLength(disabled ? 1 : 0);
  });
});
