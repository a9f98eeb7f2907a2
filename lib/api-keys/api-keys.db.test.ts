import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { apiKeyContext } from "#lib/auth/api-key-context.ts";
import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { changeRole } from "#lib/members/change-role.ts";
import { removeMember } from "#lib/members/remove.ts";
import { type Permission, permissions, roleMay, roles } from "#lib/permissions.ts";
import { type SeededMember, type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { createApiKey } from "./create.ts";
import { listApiKeys } from "./read.ts";
import { revokeApiKey } from "./revoke.ts";
import { CreateApiKey } from "./schema.ts";

let seeded: SeededOrg;
let operator: SeededMember;
beforeEach(async () => {
  seeded = await seedOrg();
  operator = await seedMember(seeded.org, "operator");
});

const input = (scopes: Permission[] = ["boxes.read"], expiresInDays: number | null = null) => ({
  name: "ci",
  scopes,
  expiresInDays,
});
const use = (secret: string): Promise<Ctx> =>
  apiKeyContext(secret, { slug: null, requestId: randomUUID(), address: "192.0.2.7" });

describe("a key", () => {
  test("works as its maker within its scopes, and is kept as a hash", async () => {
    const made = await createApiKey(operator.ctx, input(["boxes.read", "spend.read"], 30));
    const { actor, org } = await use(made.secret);
    expect(org.id).toBe(seeded.org.id);
    expect(actor).toMatchObject({ kind: "apiKey", createdById: operator.id, scopes: ["boxes.read", "spend.read"] });
    const rows = await withSystem((tx) => tx.apiKey.findMany({ where: { orgId: seeded.org.id } }));
    expect(JSON.stringify(rows)).not.toContain(made.secret);
    const { items } = await listApiKeys(operator.ctx);
    expect(items).toMatchObject([
      {
        name: "ci",
        last4: made.secret.slice(-4),
        state: "active",
        lastUsedAddress: "192.0.2.7",
        createdBy: operator.name,
      },
    ]);
    expect(JSON.stringify(items)).not.toContain(made.secret);
  });

  test.each(roles.filter((role) => roleMay(role, "api-keys.write")))(
    "of %s has what that role may, and nothing beyond: refused at the field",
    async (role) => {
      const ctx = seeded.as(role);
      for (const scope of permissions) {
        const made = createApiKey(ctx, input([scope]));
        if (roleMay(role, scope)) await expect(made).resolves.toMatchObject({ scopes: [scope] });
        else await expect(made).rejects.toMatchObject({ code: "invalid_input", invalidParams: [{ name: "scopes" }] });
      }
    },
  );

  test("is not for a viewer to make, see or revoke", async () => {
    const viewer = seeded.as("viewer");
    const { id } = await createApiKey(seeded.owner, input());
    await expect(createApiKey(viewer, input())).rejects.toMatchObject({ code: "not_allowed" });
    await expect(listApiKeys(viewer)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(revokeApiKey(viewer, id)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("needs a recent proof of who makes it", async () => {
    const old = new Date(Date.now() - 6 * 60_000);
    await expect(createApiKey({ ...seeded.owner, authenticatedAt: old }, input())).rejects.toMatchObject({
      code: "reauthentication_required",
    });
  });

  test("can neither make nor revoke keys, whatever its scopes", async () => {
    const made = await createApiKey(seeded.owner, input([...permissions]));
    const ctx = await use(made.secret);
    await expect(createApiKey(ctx, input())).rejects.toMatchObject({ code: "people_only" });
    await expect(revokeApiKey(ctx, made.id)).rejects.toMatchObject({ code: "people_only" });
  });

  test.each([
    ["no scopes", { name: "x", scopes: [], expiresInDays: null }],
    ["an unknown scope", { name: "x", scopes: ["boxes.explode"], expiresInDays: null }],
    ["no name", { name: " ", scopes: ["boxes.read"], expiresInDays: null }],
    ["a name of 101", { name: "x".repeat(101), scopes: ["boxes.read"], expiresInDays: null }],
    ["0 days", { name: "x", scopes: ["boxes.read"], expiresInDays: 0 }],
    ["366 days", { name: "x", scopes: ["boxes.read"], expiresInDays: 366 }],
  ])("with %s is refused", (_what, body) => {
    expect(CreateApiKey.safeParse(body).success).toBe(false);
  });
});

describe("a key ends", () => {
  test("when it is revoked by its maker or a manager, and by nobody else", async () => {
    const own = await createApiKey(operator.ctx, input());
    const managed = await createApiKey(operator.ctx, input());
    const finance = (await seedMember(seeded.org, "finance")).ctx;
    await expect(revokeApiKey(finance, own.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listApiKeys(finance)).items).toEqual([]);
    await revokeApiKey(operator.ctx, own.id);
    await revokeApiKey(seeded.as("admin"), managed.id);
    for (const { secret } of [own, managed]) await expect(use(secret)).rejects.toMatchObject({ code: "invalid_token" });
    await expect(revokeApiKey(operator.ctx, own.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listApiKeys(seeded.owner)).items.map(({ state }) => state)).toEqual(["revoked", "revoked"]);
  });

  test("when it expires", async () => {
    const made = await createApiKey(operator.ctx, input(["boxes.read"], 1));
    await withSystem((tx) =>
      tx.apiKey.updateMany({ where: { id: made.id }, data: { expiresAt: new Date(Date.now() - 1) } }),
    );
    await expect(use(made.secret)).rejects.toMatchObject({ code: "invalid_token" });
    expect((await listApiKeys(operator.ctx)).items).toMatchObject([{ state: "expired" }]);
  });

  test("with its maker's membership, and shrinks with their role", async () => {
    const { secret } = await createApiKey(operator.ctx, input(["boxes.write"]));
    await changeRole(seeded.owner, operator.id, "viewer");
    expect((await use(secret)).actor).toMatchObject({ role: "viewer" });
    await removeMember(seeded.owner, operator.id);
    await expect(use(secret)).rejects.toMatchObject({ code: "invalid_token" });
    expect((await listApiKeys(seeded.owner)).items).toMatchObject([{ createdBy: null, state: "revoked" }]);
  });
});

test("another organization's keys are not there", async () => {
  const other = await seedOrg();
  const { id, secret } = await createApiKey(other.owner, input());
  await expect(revokeApiKey(seeded.owner, id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listApiKeys(seeded.owner)).items).toEqual([]);
  await expect(
    apiKeyContext(secret, { slug: seeded.org.slug, requestId: randomUUID(), address: null }),
  ).rejects.toMatchObject({ code: "not_found" });
  expect((await use(secret)).org.id).toBe(other.org.id);
});
