import { Webhook } from "standardwebhooks";
import { beforeAll, expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { seedDelivery, seedWebhook } from "#prisma/seed/alert.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { changeWebhook } from "./change.ts";
import { createWebhook } from "./create.ts";
import { deleteWebhook } from "./delete.ts";
import { deliverWebhook } from "./deliver.ts";
import { getWebhook, listDeliveries, listWebhooks } from "./read.ts";
import { rotateWebhookSecret } from "./rotate-secret.ts";
import { resendDelivery, sendTestEvent } from "./send-test.ts";
import { newWebhookSecret } from "./sign.ts";
import { purgeDeliveries } from "./sweep.ts";
import { startReceiver } from "./testing/receiver.ts";

// Taken out by hand, each turned this file red: the second signature and its end; reauthentication in create, change and
// rotate; requireWebhookUrl in both; the limit; the permission of the list; what sweep.ts keeps though it is old.

const url = "https://hooks.example.com/in";
const dayMs = 24 * 3_600_000;
let seeded: SeededOrg;

beforeAll(async () => {
  seeded = await seedOrg();
});

const endpointRow = (id: string) => system().webhookEndpoint.findUniqueOrThrow({ where: { id } });
const deliver = (id: string) => deliverWebhook(seeded.org.id, id, { random: () => 0 });

test("the secret is shown once, and rests sealed", async () => {
  const { id, secret } = await createWebhook(seeded.owner, { url, description: "", kinds: ["budget.threshold"] });
  expect(secret).toMatch(/^whsec_/);
  expect(JSON.stringify([await listWebhooks(seeded.owner), await endpointRow(id)])).not.toContain(secret.slice(6, 20));
  expect((await system().auditEntry.findMany()).map((entry) => JSON.stringify(entry.after)).join()).not.toContain(
    secret.slice(6, 20),
  );
});

test("after a rotation both secrets sign for a day, then the new one alone", async () => {
  await using receiver = await startReceiver((response) => response.end());
  const old = newWebhookSecret();
  const endpointId = await seedWebhook(seeded.org, receiver.url, { secret: old });
  const { secret: fresh } = await rotateWebhookSecret(seeded.owner, endpointId);
  await deliver(await seedDelivery(seeded.org, endpointId));
  const previousUntil = new Date(Date.now() - 1);
  await system().webhookEndpoint.updateMany({ where: { id: endpointId }, data: { previousUntil } });
  await deliver(await seedDelivery(seeded.org, endpointId));
  const [during, after] = receiver.received;
  for (const secret of [old, fresh]) new Webhook(secret).verify(during?.body ?? "", during?.headers ?? {});
  new Webhook(fresh).verify(after?.body ?? "", after?.headers ?? {});
  expect(() => new Webhook(old).verify(after?.body ?? "", after?.headers ?? {})).toThrow();
  await purgeDeliveries();
  expect(await endpointRow(endpointId)).toMatchObject({ previousSecret: null, previousUntil: null });
});

test("adding, rotating and moving ask for a recent sign-in", async () => {
  const id = await seedWebhook(seeded.org, url);
  const stale = { ...seeded.owner, authenticatedAt: new Date(Date.now() - 600_000) };
  const input = { url, description: "", kinds: ["budget.threshold" as const] };
  const asked = { code: "reauthentication_required" };
  await expect(createWebhook(stale, input)).rejects.toMatchObject(asked);
  await expect(rotateWebhookSecret(stale, id)).rejects.toMatchObject(asked);
  await expect(changeWebhook(stale, id, { url: `${url}/2` })).rejects.toMatchObject(asked);
  await changeWebhook(stale, id, { description: "ours" });
});

test.each(["http://hooks.example.com/", "https://10.0.0.1/", "https://user:pw@example.com/"])(
  "%s is refused at its field",
  async (hostile) => {
    const refused = { code: "invalid_input", invalidParams: [{ name: "url" }] };
    const input = { url: hostile, description: "", kinds: ["budget.threshold" as const] };
    await expect(createWebhook(seeded.owner, input)).rejects.toMatchObject(refused);
    const id = await seedWebhook(seeded.org, url);
    await expect(changeWebhook(seeded.owner, id, { url: hostile })).rejects.toMatchObject(refused);
  },
);

test("twenty are enough", async () => {
  const { owner, org } = await seedOrg();
  for (let index = 0; index < 19; index += 1) await seedWebhook(org, url);
  const input = { url, description: "", kinds: ["budget.threshold" as const] };
  const tried = await Promise.allSettled([createWebhook(owner, input), createWebhook(owner, input)]);
  expect(tried.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(createWebhook(owner, input)).rejects.toMatchObject({ code: "limit_reached" });
});

test("managers only", async () => {
  for (const role of ["operator", "finance", "viewer"] as const) {
    await expect(listWebhooks(seeded.as(role))).rejects.toMatchObject({ code: "not_allowed" });
    const input = { url, description: "", kinds: ["budget.threshold" as const] };
    await expect(createWebhook(seeded.as(role), input)).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test("another organization's endpoints and deliveries do not exist", async () => {
  const { owner } = await seedOrg();
  const id = await seedWebhook(seeded.org, url);
  const delivery = await seedDelivery(seeded.org, id);
  const missing = { code: "not_found" };
  expect((await listWebhooks(owner)).items).toEqual([]);
  await expect(getWebhook(owner, id)).rejects.toMatchObject(missing);
  await expect(listDeliveries(owner, id, {})).rejects.toMatchObject(missing);
  await expect(changeWebhook(owner, id, { description: "theirs" })).rejects.toMatchObject(missing);
  await expect(rotateWebhookSecret(owner, id)).rejects.toMatchObject(missing);
  await expect(sendTestEvent(owner, id)).rejects.toMatchObject(missing);
  await expect(resendDelivery(owner, id, delivery)).rejects.toMatchObject(missing);
  await expect(deleteWebhook(owner, id)).rejects.toMatchObject(missing);
  await deliverWebhook(owner.org.id, delivery);
  expect((await listDeliveries(seeded.owner, id, {})).items).toMatchObject([{ attempts: 0 }]);
});

test("deleting takes the deliveries along; old ones go after 30 days, but not what still waits", async () => {
  const id = await seedWebhook(seeded.org, url);
  const [old, waiting, fresh] = [
    await seedDelivery(seeded.org, id),
    await seedDelivery(seeded.org, id),
    await seedDelivery(seeded.org, id),
  ];
  const createdAt = new Date(Date.now() - 31 * dayMs);
  await system().webhookDelivery.updateMany({ where: { id: old }, data: { createdAt, nextAttemptAt: null } });
  await system().webhookDelivery.updateMany({ where: { id: waiting }, data: { createdAt } });
  await purgeDeliveries();
  const left = (await listDeliveries(seeded.owner, id, {})).items.map((item) => item.id);
  expect(left.toSorted()).toEqual([waiting, fresh].toSorted());
  await deleteWebhook(seeded.owner, id);
  expect(await system().webhookDelivery.count({ where: { endpointId: id } })).toBe(0);
});
