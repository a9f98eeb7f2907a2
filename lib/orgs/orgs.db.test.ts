import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { createApiKey } from "#lib/api-keys/create.ts";
import { apiKeyContext } from "#lib/auth/api-key-context.ts";
import { findMembership, listMemberships } from "#lib/auth/membership.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { getBudget } from "#lib/budgets/read.ts";
import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { exchangeLeases } from "#lib/leases/exchange.ts";
import { createLocalKey } from "#lib/local-keys/create.ts";
import { inviteMember } from "#lib/members/invite.ts";
import { lookAtInvite } from "#lib/members/open-invite.ts";
import { openProviderKey } from "#lib/providers/key-store.ts";
import { replaceProviderKey } from "#lib/providers/replace-key.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { changeOrg } from "./change.ts";
import { createOrg } from "./create.ts";
import { deleteOrg } from "./delete.ts";
import { openSigningKey } from "./org-keys.ts";
import { getDeletionEffects, getOrg } from "./read.ts";
import { transferOrg } from "./transfer.ts";

let seeded: SeededOrg;
beforeEach(async () => {
  seeded = await seedOrg({ name: "Ending Labs" });
});

const person = ({ id, email }: { id: string; email: string }) => ({
  id,
  name: "Ada Owner",
  email,
  sessionId: "ses_x",
  authenticatedAt: new Date(),
});
const lease = (ctx: Ctx, budgetId: string) =>
  exchangeLeases(ctx, {
    ledgerId: randomUUID(),
    exchangeNo: 1,
    returns: [],
    asks: [{ budgetId, known: null, lastEpoch: null, needNanos: 1_000_000_000n, burnNanosPerSecond: 0n }],
  });
const fresh = () => `s-${randomUUID().slice(0, 8)}`;
const stale = () => new Date(Date.now() - 6 * 60_000);

describe("another organization", () => {
  test("belongs to who made it, can sign configurations, and begins its audit with that", async () => {
    const made = await createOrg(
      person(seeded.user),
      { name: "Second", slug: fresh(), timezone: "Asia/Shanghai" },
      randomUUID(),
    );
    expect(await findMembership(seeded.user.id, made.slug)).toMatchObject({ role: "owner", org: { id: made.id } });
    expect(await listMemberships(seeded.user.id)).toHaveLength(2);
    const row = await withSystem((tx) => tx.org.findFirstOrThrow({ where: { id: made.id } }));
    await expect(withSystem((tx) => openSigningKey(tx, made.id, row.signingSecret))).resolves.toBeDefined();
    const audit = await withSystem((tx) => tx.auditEntry.findMany({ where: { orgId: made.id } }));
    expect(audit).toMatchObject([{ action: "orgs.create", seq: 1n }]);
  });

  test("cannot have an address that is taken, also when two want it at once", async () => {
    const slug = fresh();
    const make = () => createOrg(person(seeded.user), { name: "X", slug, timezone: "UTC" }, randomUUID());
    const results = await Promise.allSettled([make(), make(), make()]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(make()).rejects.toMatchObject({ code: "name_taken", invalidParams: [{ name: "slug" }] });
    const change = changeOrg(seeded.owner, { name: "X", slug, timezone: "UTC" });
    await expect(change).rejects.toMatchObject({ code: "name_taken", invalidParams: [{ name: "slug" }] });
  });
});

describe("a change", () => {
  test("of the address stops the old one at once", async () => {
    const slug = fresh();
    await changeOrg(seeded.owner, { name: "Renamed", slug, timezone: "UTC" });
    expect(await findMembership(seeded.user.id, seeded.org.slug)).toBeNull();
    expect(await findMembership(seeded.user.id, slug)).toMatchObject({ org: { name: "Renamed" } });
  });

  test("of the time zone keeps what the running period has spent and held", async () => {
    const connectionId = await seedProvider(seeded.org);
    const box = await seedBox(seeded.org);
    const input = budgetInput({ connectionId, period: "day", capNanos: 10_000_000_000n });
    const { id } = await createBudget(seeded.owner, input);
    await lease(box.ctx, id);
    const before = (await getBudget(seeded.owner, id)).account;
    expect(before.reservedNanos).toBeGreaterThan(0n);
    for (const timezone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", "Asia/Shanghai"]) {
      await changeOrg(seeded.owner, { name: "Z", slug: seeded.org.slug, timezone });
      const ctx = { ...seeded.owner, org: { ...seeded.org, timezone } };
      expect((await getBudget(ctx, id)).account).toMatchObject({ reservedNanos: before.reservedNanos });
    }
  });

  test.each(["operator", "finance", "viewer"] as const)("is not for %s", async (role) => {
    const input = { name: "X", slug: fresh(), timezone: "UTC" };
    await expect(changeOrg(seeded.as(role), input)).rejects.toMatchObject({ code: "not_allowed" });
  });
});

describe("handing over", () => {
  test("makes the other owner and the one who does it an admin", async () => {
    const other = await seedMember(seeded.org, "viewer");
    await transferOrg(seeded.owner, other.id);
    expect(await findMembership(other.id, seeded.org.slug)).toMatchObject({ role: "owner" });
    expect(await findMembership(seeded.user.id, seeded.org.slug)).toMatchObject({ role: "admin" });
    await expect(transferOrg(seeded.owner, other.id)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("is refused to strangers, oneself, admins, keys and after five minutes", async () => {
    const other = await seedMember((await seedOrg()).org, "viewer");
    const { owner, user } = seeded;
    await expect(transferOrg(owner, other.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(transferOrg(owner, user.id)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(transferOrg(seeded.as("admin"), user.id)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(transferOrg({ ...owner, authenticatedAt: stale() }, other.id)).rejects.toMatchObject({
      code: "reauthentication_required",
    });
    const { secret } = await createApiKey(owner, { name: "k", scopes: ["orgs.own"], expiresInDays: null });
    const key = await apiKeyContext(secret, { slug: null, requestId: randomUUID(), address: null });
    await expect(transferOrg(key, user.id)).rejects.toMatchObject({ code: "people_only" });
  });
});

describe("a deleted organization", () => {
  test("is gone for everyone, holds no secret, and frees its address", async () => {
    const { org, owner, user } = seeded;
    const viewer = await seedMember(org, "viewer");
    const connectionId = await seedProvider(org, { apiKey: "sk-very-secret" });
    const box = await seedBox(org);
    const budget = budgetInput({ connectionId, period: "total", capNanos: 10_000_000_000n });
    const { id: budgetId } = await createBudget(owner, budget);
    await lease(box.ctx, budgetId);
    await createLocalKey(owner, { name: "laptop" });
    const key = await createApiKey(owner, { name: "ci", scopes: ["boxes.read"], expiresInDays: null });
    const invite = await inviteMember(owner, { email: `n-${randomUUID()}@example.com`, role: "viewer" }, "en");
    const kept = await withSystem((tx) => tx.providerKey.findMany({ where: { orgId: org.id } }));
    const openKept = () => withSystem((tx) => Promise.all(kept.map((row) => openProviderKey(tx, row))));
    expect(await openKept()).toEqual(["sk-very-secret"]);
    expect(await getDeletionEffects(owner)).toEqual({ boxes: 1, people: 2, apiKeys: 1, localKeys: 1, providers: 1 });

    await deleteOrg(owner, "Ending Labs");

    for (const userId of [user.id, viewer.id]) {
      expect(await findMembership(userId, org.slug)).toBeNull();
      expect(await listMemberships(userId)).toEqual([]);
    }
    await expect(getOrg(owner)).rejects.toMatchObject({ code: "not_found" });
    await expect(lookAtInvite(new URL(invite.link ?? "").hash.slice(1))).rejects.toMatchObject({
      code: "link_invalid",
    });
    await expect(
      apiKeyContext(key.secret, { slug: null, requestId: randomUUID(), address: null }),
    ).rejects.toMatchObject({ code: "invalid_token" });

    const row = await withSystem((tx) =>
      tx.org.findFirstOrThrow({
        where: { id: org.id },
        include: { boxes: true, members: true, invites: true, apiKeys: true, connections: { include: { keys: true } } },
      }),
    );
    await expect(withSystem((tx) => openSigningKey(tx, org.id, row.signingSecret))).rejects.toThrow();
    // Rows that somebody copied before are worth nothing without the key that is gone.
    await expect(openKept()).rejects.toThrow(/destroyed/);
    expect(row).toMatchObject({ signingSecret: {}, dataKey: null, members: [], slug: `deleted-${org.id.slice(4)}` });
    expect(row.connections).toMatchObject([{ keys: [], deletedAt: expect.any(Date) }]);
    expect(row.boxes).toMatchObject([{ status: "decommissioned", presence: "offline" }]);
    expect(row.apiKeys).toMatchObject([{ revokedAt: expect.any(Date) }]);
    expect(row.invites).toMatchObject([{ revokedAt: expect.any(Date) }]);
    const leases = await withSystem((tx) => tx.lease.findMany({ where: { orgId: org.id } }));
    expect(leases.map(({ state }) => state)).toEqual(["presumed"]);

    const audit = await withSystem((tx) =>
      tx.auditEntry.findMany({ where: { orgId: org.id }, orderBy: { seq: "asc" } }),
    );
    expect(audit.at(-1)).toMatchObject({ action: "orgs.delete", before: { name: "Ending Labs", boxes: 1, people: 2 } });
    const again = await createOrg(person(user), { name: "Again", slug: org.slug, timezone: "UTC" }, randomUUID());
    expect(again.slug).toBe(org.slug);
  });

  test("takes in no secret from a change that began before", async () => {
    const connectionId = await seedProvider(seeded.org);
    await deleteOrg(seeded.owner, "Ending Labs");
    await expect(createLocalKey(seeded.owner, { name: "late" })).rejects.toMatchObject({ code: "not_found" });
    await expect(replaceProviderKey(seeded.owner, connectionId, "sk-late")).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await withSystem((tx) => tx.providerKey.count({ where: { orgId: seeded.org.id } }))).toBe(0);
  });

  test("needs an owner, a recent proof and its name", async () => {
    const { owner } = seeded;
    await expect(deleteOrg(seeded.as("admin"), "Ending Labs")).rejects.toMatchObject({ code: "not_allowed" });
    await expect(deleteOrg({ ...owner, authenticatedAt: stale() }, "Ending Labs")).rejects.toMatchObject({
      code: "reauthentication_required",
    });
    await expect(deleteOrg(owner, "ending labs")).rejects.toMatchObject({ invalidParams: [{ name: "name" }] });
    expect(await getOrg(owner)).toMatchObject({ name: "Ending Labs" });
  });

  test("leaves every other one as it was", async () => {
    const other = await seedOrg();
    const connectionId = await seedProvider(other.org, { apiKey: "sk-theirs" });
    const box = await seedBox(other.org);
    await deleteOrg(seeded.owner, "Ending Labs");
    const row = await withSystem((tx) =>
      tx.org.findFirstOrThrow({ where: { id: other.org.id }, include: { boxes: true, members: true } }),
    );
    await expect(withSystem((tx) => openSigningKey(tx, other.org.id, row.signingSecret))).resolves.toBeDefined();
    expect(row.boxes).toMatchObject([{ id: box.id, status: "active" }]);
    expect(row.members).toHaveLength(1);
    const keys = await withSystem((tx) => tx.providerKey.findMany({ where: { connectionId } }));
    const opened = await withSystem((tx) => Promise.all(keys.map((row) => openProviderKey(tx, row))));
    expect(opened).toEqual(["sk-theirs"]);
  });
});
