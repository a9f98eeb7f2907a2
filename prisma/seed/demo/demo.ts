import { randomUUID } from "node:crypto";
import { createBudget } from "#lib/budgets/create.ts";
import { saveLayer } from "#lib/configs/save-layer.ts";
import type { Ctx } from "#lib/context.ts";
import { system, withSystem } from "#lib/db/system.ts";
import { catalogModel } from "#lib/prices/catalog.ts";
import { priceOf } from "#lib/prices/price-hash.ts";
import { recordPrices } from "#lib/prices/record.ts";
import type { StoredModel } from "#lib/prices/stored-model.ts";
import { Route } from "#lib/protocol/config.ts";
import type { Rates } from "#lib/protocol/price.ts";
import { tokenBuckets } from "#lib/protocol/token-buckets.ts";
import { connectProvider } from "#lib/providers/connect.ts";
import { modelsJson } from "#lib/providers/models.ts";
import { deriveKey } from "#lib/secrets/derive.ts";
import { settleOrg } from "#lib/spend/settle.ts";
import { watchDays } from "#lib/spend/watch.ts";
import { closeAllDue } from "#lib/statements/close-due.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { seedBox } from "../box.ts";
import { budgetInput } from "../budget.ts";
import { seedOrg } from "../org.ts";
import { seedProvider } from "../provider.ts";
import { callsOf, type DemoPlan, type Target } from "./calls.ts";
import { practice, type Seller, type SoldModel, sellers } from "./sellers.ts";

const email = "demo@kaihe.example";

/** Boxes by the tag of their place. */
const places = {
  shanghai: ["Lobby", "Front desk", "Meeting room", "Warehouse", "Dock", "Line one", "Line two", "Lab", "Test bench"],
  berlin: ["Studio", "Workshop", "Support desk", "Archive", "Office north", "Office south", "Print room", "Kitchen"],
  remote: ["Ada", "Lin", "Marta", "Noor", "Van one", "Van two", "Fair booth", "Spare"],
} as const;

/**
 * An organization to look at: 25 boxes, 8 providers, 20 models and 400 days of calls that grew, moved from clouds to direct
 * buying, saw a price cut, a reseller left and an agent run away. Run again, it changes nothing and tells the same log-in,
 * whose password follows from KAIHE_SECRET.
 */
export async function seedDemo(): Promise<{ email: string; password: string }> {
  const password = deriveKey("demo-password").toString("base64url").slice(0, 16);
  if (await system().user.findUnique({ where: { email } })) return { email, password };
  const { org, owner } = await seedOrg({ name: "Kaihe Demo", slug: "demo", email, password });
  const connected = await connectProvider(owner, { name: "Practice", endpoint: { kind: "practice" } });
  const route = (model: string) => Route.parse({ targets: [{ connectionId: connected.id, model }] });
  await saveLayer(owner, "org", {
    expectedVersion: 0,
    patch: { routes: { smart: route("practice-large"), cheap: route("practice-small") } },
  });
  const everything = await createBudget(
    owner,
    budgetInput({ name: "Everything, monthly", capNanos: 1_800_000_000_000n, isSoft: true }),
  );
  await createBudget(
    owner,
    budgetInput({ name: "Practice, daily", connectionId: connected.id, period: "day", capNanos: 5_000_000_000n }),
  );
  // Its pace is that of its calls, and not of the moment in which they are written.
  const createdAt = new Date(Date.now() - 400 * 86_400_000);
  await system().budget.updateMany({ where: { orgId: org.id }, data: { createdAt } });
  await system().org.update({ where: { id: org.id }, data: { subscriptionMonthlyNanos: 25n * 29_000_000_000n } });
  await seedDemoUsage(owner, {
    practiceId: connected.id,
    days: 400,
    boxCount: 25,
    callsPerDay: 26,
    monthlyBudgetId: everything.id,
  });
  // What the worker does by itself within the hour.
  await watchDays(org);
  await closeAllDue();
  return { email, password };
}

interface Size {
  /** Of a connection that is there; null makes one that nobody answers. */
  practiceId: string | null;
  days: number;
  boxCount: number;
  callsPerDay: number;
  monthlyBudgetId?: string | null;
}

/** Providers, boxes and their calls, by way of the same ingest that boxes use. Returns every event that was sent. */
export async function seedDemoUsage(
  owner: Ctx,
  { practiceId, days, boxCount, callsPerDay, monthlyBudgetId = null }: Size,
) {
  const nowMs = Date.now();
  const targets: Target[] = [];
  for (const seller of sellers) targets.push(...(await connectSeller(owner, seller, nowMs)));
  targets.push(...(practiceId === null ? await connectSeller(owner, practice, nowMs) : practiceTargets(practiceId)));
  const plan: DemoPlan = {
    nowMs,
    days,
    callsPerDay,
    targets,
    runaway: { model: "claude-opus-4-5", calls: 260 },
    monthlyBudgetId,
  };
  await system().$executeRaw`select ensure_usage_partitions(current_date - ${days + 1}::int, ${days + 2}::int)`;
  const sent = [];
  for (const [index, { name, tag }] of boxNames().slice(0, boxCount).entries()) {
    const box = await seedBox(owner.org, name);
    await system().box.update({ where: { id: box.id }, data: { tags: [tag] } });
    const events = callsOf(plan, { index, bootId: randomUUID() });
    for (let from = 0; from < events.length; from += 1000) {
      await ingestUsage(box.ctx, { events: events.slice(from, from + 1000) });
    }
    sent.push({ box, events });
  }
  await settleOrg(owner.org);
  return sent;
}

function boxNames(): { name: string; tag: string }[] {
  return Object.entries(places).flatMap(([tag, names]) => names.map((name) => ({ name, tag })));
}

/** A connection as connectProvider would leave it, without a call to anybody. */
async function connectSeller(owner: Ctx, seller: Seller, nowMs: number): Promise<Target[]> {
  const models = seller.models.map((model) => storedOf(seller, model, nowMs));
  const id = await seedProvider(owner.org, { name: seller.name, apiKey: "demo-key-that-opens-nothing" });
  const { kind, baseUrl, channel } = seller;
  const apiVersion = kind === "azure_openai" ? "2024-10-21" : null;
  await withSystem(async (tx) => {
    const data = { kind, baseUrl, channel, apiVersion, models: modelsJson(models) };
    await tx.providerConnection.update({ where: { id }, data });
    const after = { models, discounts: [] };
    await recordPrices(tx, owner, "connect", [{ id, name: seller.name, before: null, after }]);
  });
  return seller.models.map(({ id: model, weight, size }, place) => ({
    connectionId: id,
    model,
    weight,
    size,
    prices: models[place]?.listPrices ?? [],
  }));
}

/** A model at its list price, or at a higher one until it was cut. */
function storedOf({ kind, baseUrl }: Seller, { id, basedOn, cut }: SoldModel, nowMs: number): StoredModel {
  const model = catalogModel({ kind, baseUrl }, id, basedOn ?? null);
  const point = model.listPrices[0];
  if (!cut || !point) return model;
  const times = (nanos: bigint) => nanos * BigInt(cut.times);
  const before = priceOf({
    requestNanos: times(point.price.requestNanos),
    webSearchNanos: times(point.price.webSearchNanos),
    tiers: point.price.tiers.map(({ aboveInputTokens, rates }) => ({
      aboveInputTokens,
      rates: Object.fromEntries(tokenBuckets.map((bucket) => [bucket, times(rates[bucket])])) as Rates,
    })),
  });
  const fromMs = nowMs - (nowMs % 86_400_000) - cut.daysAgo * 86_400_000;
  return {
    ...model,
    priceSource: "manual",
    listPrices: [
      { fromMs: 0, daily: null, price: before },
      { fromMs, daily: null, price: point.price },
    ],
  };
}

function practiceTargets(connectionId: string): Target[] {
  return practice.models.map(({ id, weight, size }) => ({
    connectionId,
    model: id,
    weight,
    size,
    prices: catalogModel(practice, id).listPrices,
  }));
}
