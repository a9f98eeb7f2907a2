import { beforeAll, expect, test } from "vitest";
import { createApiKey } from "#lib/api-keys/create.ts";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { changeBudget } from "#lib/budgets/change.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { deleteBudget } from "#lib/budgets/delete.ts";
import type { Ctx } from "#lib/context.ts";
import { deleteOrg } from "#lib/orgs/delete.ts";
import { transferOrg } from "#lib/orgs/transfer.ts";
import { replaceProviderKey } from "#lib/providers/replace-key.ts";
import { setModelPrice } from "#lib/providers/set-price.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { seedMember, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";

const cap = 10_000_000n;
let stale: Ctx;
let ids: { budget: string; provider: string; box: string; member: string };

beforeAll(async () => {
  const { org, owner } = await seedOrg();
  const provider = await seedProvider(org);
  const budget = await createBudget(owner, budgetInput({ connectionId: provider, capNanos: cap }));
  const box = await seedBox(org);
  const member = await seedMember(org, "admin");
  ids = { provider, budget: budget.id, box: box.id, member: member.id };
  stale = { ...owner, authenticatedAt: new Date(Date.now() - 5 * 60_000 - 1_000) };
});

const price = { inputNanosPerMillion: 1n, outputNanosPerMillion: 1n };
const sensitive: Record<string, () => Promise<unknown>> = {
  "raising a budget": () => changeBudget(stale, ids.budget, { capNanos: cap + 1n }),
  "deleting a budget": () => deleteBudget(stale, ids.budget),
  "replacing a provider key": () => replaceProviderKey(stale, ids.provider, "sk-new"),
  "pricing a model": () =>
    setModelPrice(stale, ids.provider, { modelId: "practice-small", price, maxOutputTokens: null }),
  "decommissioning a box": () => decommissionBox(stale, ids.box),
  "making an API key": () => createApiKey(stale, { name: "ci", scopes: ["boxes.read"], expiresInDays: 1 }),
  "handing over the organization": () => transferOrg(stale, ids.member),
  "deleting the organization": () => deleteOrg(stale, stale.org.name),
};

test.each(Object.entries(sensitive))("%s asks for a proof of the last five minutes", async (_what, act) => {
  await expect(act()).rejects.toMatchObject({ code: "reauthentication_required" });
});

test("lowering a cap and renaming do not", async () => {
  await expect(changeBudget(stale, ids.budget, { capNanos: cap - 1n, name: "lower" })).resolves.toMatchObject({
    name: "lower",
  });
});
