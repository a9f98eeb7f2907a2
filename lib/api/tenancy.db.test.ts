import { beforeAll, describe, expect, test } from "vitest";
import { getAction } from "#lib/actions/read.ts";
import { startTry } from "#lib/actions/start-try.ts";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { getBox, listBoxes } from "#lib/boxes/read.ts";
import { renameBox } from "#lib/boxes/rename.ts";
import { changeBudget } from "#lib/budgets/change.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { deleteBudget } from "#lib/budgets/delete.ts";
import { getBudget, listBudgets } from "#lib/budgets/read.ts";
import { getCall } from "#lib/calls/get.ts";
import { listCalls } from "#lib/calls/list.ts";
import { explainRoute } from "#lib/configs/explain-route.ts";
import { getBoxConfig, getLayer } from "#lib/configs/read.ts";
import { getRouteOverview } from "#lib/configs/read-routes.ts";
import { saveLayer } from "#lib/configs/save-layer.ts";
import type { Ctx } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { changeLocalKey } from "#lib/local-keys/change.ts";
import { createLocalKey } from "#lib/local-keys/create.ts";
import { listLocalKeys } from "#lib/local-keys/read.ts";
import { revokeLocalKey } from "#lib/local-keys/revoke.ts";
import { ChangeLocalKey } from "#lib/local-keys/schema.ts";
import { stringifyWire } from "#lib/money.ts";
import { disconnectProvider } from "#lib/providers/disconnect.ts";
import { probeStoredProvider } from "#lib/providers/probe-stored.ts";
import { listProviders } from "#lib/providers/read.ts";
import { replaceProviderKey } from "#lib/providers/replace-key.ts";
import { sealedSecretsFor } from "#lib/providers/seal.ts";
import { setModelPrice } from "#lib/providers/set-price.ts";
import { spendGroups } from "#lib/spend/choices.ts";
import { spendInput } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { Route } from "../protocol/config.ts";

/** Two organizations; everything of the second bears the canary in its name or its ids. */
const canary = "canary-of-the-other-tenant";
let mine: Ctx;
let theirs: { ctx: Ctx; box: string; budget: string; provider: string; key: string };

beforeAll(async () => {
  mine = (await seedOrg()).owner;
  const other = await seedOrg({ name: canary });
  const provider = await seedProvider(other.org, { name: canary, apiKey: canary });
  const box = await seedBox(other.org, canary);
  const given = budgetInput({ name: canary, connectionId: provider, capNanos: 10_000_000n });
  const budget = await createBudget(other.owner, given);
  const key = await createLocalKey(other.owner, { name: canary });
  await ingestUsage(box.ctx, { events: [usageEvent({ connectionId: provider, caller: canary })] });
  theirs = { ctx: other.owner, box: box.id, budget: budget.id, provider, key: key.id };
});

const route = Route.parse({ targets: [{ connectionId: `prv_${"0".repeat(26)}`, model: "x" }] });
const sample = { inputTokens: 1, outputTokens: null, needsTools: false, needsVision: false, needsJson: false };

/** Every function that takes an id, called with a foreign one. */
const foreignCalls: Record<string, () => Promise<unknown>> = {
  "get box": () => getBox(mine, theirs.box),
  "rename box": () => renameBox(mine, theirs.box, "x"),
  "decommission box": () => decommissionBox(mine, theirs.box),
  "box configuration": () => getBoxConfig(mine, theirs.box),
  "read box layer": () => getLayer(mine, theirs.box),
  "save box layer": () => saveLayer(mine, theirs.box, { expectedVersion: 0, patch: {} }),
  "try box": () => startTry(mine, theirs.box, { model: "x", prompt: "x" }),
  "get action": () => getAction(mine, "act_00000000000000000000000000"),
  "get budget": () => getBudget(mine, theirs.budget),
  "change budget": () => changeBudget(mine, theirs.budget, { name: "x" }),
  "delete budget": () => deleteBudget(mine, theirs.budget),
  "probe provider": () => probeStoredProvider(mine, theirs.provider),
  "replace provider key": () => replaceProviderKey(mine, theirs.provider, "x"),
  "price a model": () =>
    setModelPrice(mine, theirs.provider, {
      modelId: "practice-small",
      price: { inputNanosPerMillion: 1n, outputNanosPerMillion: 1n },
      maxOutputTokens: null,
    }),
  "disconnect provider": () => disconnectProvider(mine, theirs.provider),
  "change local key": () => changeLocalKey(mine, theirs.key, ChangeLocalKey.parse({})),
  "explain by what a box measured": () => explainRoute(mine, { route, sample, boxId: theirs.box }),
  "one call": async () => {
    const [call] = (await listCalls(theirs.ctx, { range: "90d" })).items;
    return getCall(mine, call?.id ?? "none there");
  },
  "revoke local key": () => revokeLocalKey(mine, theirs.key),
};

describe("another organization's ids", () => {
  test.each(Object.entries(foreignCalls))("%s answers as if it did not exist", async (_name, call) => {
    const error = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "not_found" });
    expect(String(error)).not.toContain(canary);
  });

  test("a budget for a foreign provider is refused by field", async () => {
    const input = budgetInput({ connectionId: theirs.provider, capNanos: 10_000_000n });
    await expect(createBudget(mine, input)).rejects.toMatchObject({
      code: "invalid_input",
      invalidParams: [{ name: "connectionId" }],
    });
  });

  test("a route to a foreign provider is refused by field", async () => {
    const patch = {
      routes: { smart: Route.parse({ targets: [{ connectionId: theirs.provider, model: "practice-small" }] }) },
    };
    await expect(saveLayer(mine, "org", { expectedVersion: 0, patch })).rejects.toMatchObject({
      code: "invalid_input",
      invalidParams: [{ name: "patch.routes.smart.targets.0.connectionId" }],
    });
  });

  test("no list, sum or secret shows one byte of it", async () => {
    const box = await seedBox(mine.org);
    const seen = await Promise.all([
      listBoxes(mine),
      listBudgets(mine),
      listProviders(mine),
      listLocalKeys(mine),
      getRouteOverview(mine),
      listCalls(mine),
      listCalls(mine, { box: theirs.box }),
      ...spendGroups.map((group) => getSpend(mine, spendInput({ range: "24h", groupBy: [group] }))),
      sealedSecretsFor(box.ctx),
    ]);
    const text = stringifyWire(seen);
    expect(text).not.toContain(canary);
    for (const id of [theirs.box, theirs.budget, theirs.provider, theirs.key]) expect(text).not.toContain(id);
  });

  test("and it is all still there for its own people", async () => {
    expect((await getBox(theirs.ctx, theirs.box)).name).toBe(canary);
    expect((await getSpend(theirs.ctx, spendInput({ range: "24h", groupBy: ["caller"] }))).costNanos).toBe(1_000_000n);
  });
});
