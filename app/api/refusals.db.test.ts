import { expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { seedApiKey, seedSession } from "#prisma/seed/caller.ts";
import { seedMember, seedOrg } from "#prisma/seed/org.ts";
import { POST as createBudget } from "./v1/budgets/route.ts";

test("who tried what they may not is written down, once a minute for each of them and each permission", async () => {
  const { org } = await seedOrg();
  const viewer = await seedMember(org, "viewer");
  const { cookie } = await seedSession(viewer.id);
  const { id: keyId, key } = await seedApiKey(org.id, viewer.id);
  const ask = (headers: Record<string, string>) =>
    createBudget(new Request("http://localhost:3000/api/v1/budgets", { method: "POST", headers, body: "{}" }));
  for (let times = 0; times < 3; times += 1) {
    expect((await ask({ cookie, "kaihe-org": org.slug })).status).toBe(403);
    expect((await ask({ authorization: `Bearer ${key}` })).status).toBe(403);
  }
  const rows = await system().auditEntry.findMany({ where: { orgId: org.id }, orderBy: { seq: "asc" } });
  expect(rows).toMatchObject([
    { action: "access.refuse", actor: { kind: "user", userId: viewer.id }, after: { permission: "budgets.write" } },
    { action: "access.refuse", actor: { kind: "apiKey", keyId }, after: { permission: "budgets.write" } },
  ]);
  // What a key may do is not what happened.
  expect(rows[1]?.actor).not.toHaveProperty("scopes");
});
