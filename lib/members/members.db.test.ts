import { beforeEach, describe, expect, test } from "vitest";
import { createApiKey } from "#lib/api-keys/create.ts";
import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { type Role, roles } from "#lib/permissions.ts";
import { type SeededMember, type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { changeRole } from "./change-role.ts";
import { inviteMember } from "./invite.ts";
import { leaveOrg } from "./leave.ts";
import { listMembers } from "./read.ts";
import { removeMember } from "./remove.ts";

let seeded: SeededOrg;
let people: Record<Exclude<Role, "owner">, SeededMember>;
beforeEach(async () => {
  seeded = await seedOrg();
  const { org } = seeded;
  people = {
    admin: await seedMember(org, "admin"),
    operator: await seedMember(org, "operator"),
    finance: await seedMember(org, "finance"),
    viewer: await seedMember(org, "viewer"),
  };
});

async function rolesOf(org: Ctx["org"]): Promise<Record<string, Role>> {
  const rows = await withSystem((tx) => tx.member.findMany({ where: { orgId: org.id } }));
  return Object.fromEntries(rows.map(({ userId, role }) => [userId, role]));
}

const actions = async (org: Ctx["org"]) =>
  (await withSystem((tx) => tx.auditEntry.findMany({ where: { orgId: org.id }, orderBy: { seq: "asc" } }))).map(
    ({ action }) => action,
  );

describe("who may do what", () => {
  test.each(["operator", "finance", "viewer"] as const)("%s may neither change nor remove anybody", async (role) => {
    const { ctx } = people[role];
    await expect(changeRole(ctx, people.admin.id, "viewer")).rejects.toMatchObject({ code: "not_allowed" });
    await expect(removeMember(ctx, people.admin.id)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("an admin changes and removes everyone but owners, and makes nobody one", async () => {
    const { ctx } = people.admin;
    await changeRole(ctx, people.viewer.id, "finance");
    await removeMember(ctx, people.operator.id);
    for (const refused of [
      () => changeRole(ctx, people.viewer.id, "owner"),
      () => changeRole(ctx, seeded.user.id, "viewer"),
      () => removeMember(ctx, seeded.user.id),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: "not_allowed" });
    }
    expect(await rolesOf(seeded.org)).toEqual({
      [seeded.user.id]: "owner",
      [people.admin.id]: "admin",
      [people.finance.id]: "finance",
      [people.viewer.id]: "finance",
    });
    expect(await actions(seeded.org)).toEqual(["members.change_role", "members.remove"]);
  });

  test("a person whose own ownership ended meanwhile cannot use it any more", async () => {
    await changeRole(seeded.owner, people.admin.id, "owner");
    const { id: userId, name } = people.admin;
    const promoted: Ctx = { ...people.admin.ctx, actor: { kind: "user", userId, name, role: "owner" } };
    await changeRole(promoted, seeded.user.id, "viewer");
    await expect(changeRole(seeded.owner, people.viewer.id, "owner")).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("an API key with members.write cannot make an owner unless it may own", async () => {
    const actor = {
      kind: "apiKey" as const,
      keyId: "apk_x",
      name: "ci",
      createdById: seeded.user.id,
      role: "owner" as const,
    };
    const weak: Ctx = { ...seeded.owner, actor: { ...actor, scopes: ["members.write"] } };
    await expect(changeRole(weak, people.viewer.id, "owner")).rejects.toMatchObject({ code: "not_allowed" });
    await expect(leaveOrg({ ...weak, actor: { ...actor, scopes: ["orgs.read"] } })).rejects.toMatchObject({
      code: "people_only",
    });
  });

  test("everyone sees who is there, and of a person only what is theirs to know", async () => {
    for (const role of roles) {
      const { items } = await listMembers(seeded.as(role));
      expect(items).toHaveLength(5);
      for (const member of items) {
        expect(Object.keys(member).toSorted()).toEqual(
          ["email", "hasTwoFactor", "isYou", "joinedAt", "name", "role", "userId"].toSorted(),
        );
      }
    }
    const { items } = await listMembers(people.viewer.ctx);
    expect(items.filter(({ isYou }) => isYou).map(({ userId }) => userId)).toEqual([people.viewer.id]);
  });
});

describe("the last owner", () => {
  test("cannot leave, be removed or be demoted", async () => {
    const id = seeded.user.id;
    for (const refused of [
      () => leaveOrg(seeded.owner),
      () => removeMember(seeded.owner, id),
      () => changeRole(seeded.owner, id, "admin"),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: "last_owner" });
    }
    expect((await rolesOf(seeded.org))[id]).toBe("owner");
  });

  test.each(["leave", "be removed by each other", "be demoted by each other"])(
    "two owners who %s at the same moment leave one",
    async (what) => {
      for (let round = 0; round < 8; round += 1) {
        const { org, owner, user } = await seedOrg();
        const second = await seedMember(org, "owner");
        const both: Record<string, () => Promise<unknown>[]> = {
          leave: () => [leaveOrg(owner), leaveOrg(second.ctx)],
          "be removed by each other": () => [removeMember(owner, second.id), removeMember(second.ctx, user.id)],
          "be demoted by each other": () => [
            changeRole(owner, second.id, "viewer"),
            changeRole(second.ctx, user.id, "viewer"),
          ],
        };
        const results = await Promise.allSettled(both[what]?.() ?? []);
        expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        expect(Object.values(await rolesOf(org)).filter((role) => role === "owner")).toHaveLength(1);
      }
    },
  );
});

describe("a person who goes", () => {
  test.each(["removed", "leaves"])("takes their API keys and open invites along (%s)", async (how) => {
    const input = { name: "ci", scopes: ["boxes.read" as const], expiresInDays: null };
    const { id: keyId } = await createApiKey(people.admin.ctx, input);
    const { invite } = await inviteMember(people.admin.ctx, { email: "later@example.com", role: "viewer" }, "en");
    if (how === "removed") await removeMember(seeded.owner, people.admin.id);
    else await leaveOrg(people.admin.ctx);
    const [key, open] = await withSystem(async (tx) => [
      await tx.apiKey.findFirst({ where: { id: keyId } }),
      await tx.invite.findFirst({ where: { id: invite.id } }),
    ]);
    expect(key?.revokedAt).toBeInstanceOf(Date);
    expect(open?.revokedAt).toBeInstanceOf(Date);
    expect(await rolesOf(seeded.org)).not.toHaveProperty(people.admin.id);
  });
});

test("people of another organization are not there", async () => {
  const other = await seedOrg();
  const theirs = await seedMember(other.org, "viewer");
  await expect(changeRole(seeded.owner, theirs.id, "admin")).rejects.toMatchObject({ code: "not_found" });
  await expect(removeMember(seeded.owner, theirs.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(removeMember(seeded.owner, "usr_nobody")).rejects.toMatchObject({ code: "not_found" });
  expect(JSON.stringify(await listMembers(seeded.owner))).not.toContain(theirs.email);
  expect(Object.keys(await rolesOf(other.org))).toHaveLength(2);
});
