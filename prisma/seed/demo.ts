import { randomUUID } from "node:crypto";
import { createBudget } from "#lib/budgets/create.ts";
import { saveLayer } from "#lib/configs/save-layer.ts";
import { system } from "#lib/db/system.ts";
import { catalogModel } from "#lib/prices/catalog.ts";
import { costNanos, priceAt } from "#lib/prices/cost.ts";
import { Route } from "#lib/protocol/config.ts";
import { noTokens, type UsageEvent } from "#lib/protocol/usage.ts";
import { connectProvider } from "#lib/providers/connect.ts";
import { deriveKey } from "#lib/secrets/derive.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededBox, seedBox } from "./box.ts";
import { seedOrg } from "./org.ts";
import { usageEvent } from "./usage.ts";

const email = "demo@kaihe.example";
const days = 30;

/**
 * An organization to look at: a practice provider, a route, two budgets, four boxes that are not there any more and a
 * month of their calls. Run again, it changes nothing and tells the same log-in, whose password follows from
 * KAIHE_SECRET.
 */
export async function seedDemo(): Promise<{ email: string; password: string }> {
  const password = deriveKey("demo-password").toString("base64url").slice(0, 16);
  if (await system().user.findUnique({ where: { email } })) return { email, password };
  const { org, owner } = await seedOrg({ name: "Kaihe Demo", slug: "demo", email, password });
  const provider = await connectProvider(owner, { name: "Practice", endpoint: { kind: "practice" } });
  const route = (model: string) => Route.parse({ targets: [{ connectionId: provider.id, model }] });
  await saveLayer(owner, "org", {
    expectedVersion: 0,
    patch: { routes: { smart: route("practice-large"), cheap: route("practice-small") } },
  });
  const monthly = { name: "Practice, monthly", connectionId: provider.id, capNanos: 50_000_000_000n };
  await createBudget(owner, budgetInput(monthly));
  await createBudget(owner, budgetInput({ name: "Everything, daily", period: "day", capNanos: 5_000_000_000n }));
  await system().$executeRaw`select ensure_usage_partitions(current_date - ${days + 1}::int, ${days + 1}::int)`;
  for (const [index, name] of ["Lobby", "Workshop", "Support desk", "Lab"].entries()) {
    await seedMonth(await seedBox(org, name), provider.id, index + 1);
  }
  return { email, password };
}

/** Mulberry32: the same demo for everybody. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Calls of one box: more on weekdays and by day, growing through the month, not charged to any lease. */
async function seedMonth(box: SeededBox, connectionId: string, seed: number): Promise<void> {
  const random = randomOf(seed);
  const bootId = randomUUID();
  const now = Date.now();
  const events: UsageEvent[] = [];
  for (let hour = days * 24; hour > 0; hour -= 1) {
    const at = new Date(now - hour * 3_600_000);
    const isWeekday = at.getUTCDay() % 6 !== 0;
    const isDaytime = at.getUTCHours() >= 7 && at.getUTCHours() < 19;
    const calls = Math.floor(random() * (isWeekday ? 3 : 1) * (isDaytime ? 2 : 1) * (1.5 - hour / (days * 24)));
    for (let call = 0; call < calls; call += 1) {
      const id = random() < 0.7 ? "practice-small" : random() < 0.8 ? "practice-large" : "practice-reasoner";
      const price = priceAt(catalogModel({ kind: "practice", baseUrl: "" }, id).listPrices, at.getTime());
      if (!price) throw new Error("practice models have prices");
      const reasoning = id === "practice-reasoner" ? Math.floor(random() * 3000) : 0;
      const tokens = {
        ...noTokens,
        input: 200 + Math.floor(random() * 6000),
        cacheRead: Math.floor(random() * 4000),
        output: 50 + Math.floor(random() * 900),
        reasoning,
      };
      events.push(
        usageEvent({
          connectionId,
          bootId,
          seq: events.length + 1,
          occurredAtMs: at.getTime() + Math.floor(random() * 3_000_000),
          model: id,
          route: id === "practice-small" ? "cheap" : "smart",
          caller: random() < 0.5 ? "support-agent" : "research-agent",
          status: random() < 0.01 ? "upstream_error" : "ok",
          tokens,
          costNanos: costNanos(price, tokens),
          priceHash: price.hash,
          latencyMs: 300 + Math.floor(random() * 2500),
        }),
      );
    }
  }
  for (let from = 0; from < events.length; from += 1000) {
    await ingestUsage(box.ctx, { events: events.slice(from, from + 1000) });
  }
}
