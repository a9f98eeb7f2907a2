import { FakeConsole } from "#box/testing/fake-console.ts";
import { waitFor } from "#box/testing/wait-for.ts";
import { bud, documentOf, modelOf, practiceConnection, prv, routeTo, ruleOf, targetOf } from "#box/testing/world.ts";
import { defaultSettings } from "#lib/protocol/config.ts";

/** The console of the bench, a process of its own: claims the box that comes, gives it a budget, takes its usage. */
const [upstream = ""] = process.argv.slice(2);
const fake = await FakeConsole.start();
fake.takesUsageUnread = true;
fake.bank.stock = 10_000_000_000n;
fake.bank.addBudget(bud(1), 1_000_000_000_000n);
const connection = practiceConnection(1, `${upstream}/v1`, { models: [modelOf("bench-model")] });
const routes = { bench: routeTo([targetOf(1, "bench-model")]) };
const budgets = [ruleOf(1, { connectionId: prv(1) })];
const settings = { ...defaultSettings, routes, observationSeconds: 1 };
await fake.publish(documentOf(1, [connection], { settings, budgets }));
console.log(`ready on ${new URL(fake.url).port}`);
await waitFor("the box to ask for a code", () => fake.door.pending, 60_000);
fake.door.approve(fake.enrollment);
