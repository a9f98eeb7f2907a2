import "server-only";
import { randomUUID } from "node:crypto";
import { Logger, parseCronItems, run, type TaskList } from "graphile-worker";
import { sendResetLink } from "../account/ask-reset.ts";
import { expireAction } from "../actions/finish.ts";
import { evaluateAlerts } from "../alerts/evaluate.ts";
import { sweepAlerts } from "../alerts/sweep.ts";
import { anchorChains } from "../audit/verify-all.ts";
import { purgeOneTimeTokens } from "../auth/one-time-token.ts";
import { sweepPresence } from "../boxes/presence.ts";
import { settleRaises } from "../budgets/settle-raises.ts";
import { system } from "../db/system.ts";
import { purgeEnrollments } from "../enrollment/purge.ts";
import { env } from "../env.ts";
import { expireLeases } from "../leases/expire.ts";
import { log } from "../log.ts";
import { sendMail } from "../mail/send.ts";
import { refreshPrices } from "../prices/refresh.ts";
import { settleSpend } from "../spend/settle.ts";
import { watchAll } from "../spend/watch-all.ts";
import { closeAllDue } from "../statements/close-due.ts";
import { reportDifferences } from "../usage/compare-books.ts";
import { ensureUsagePartitions } from "../usage/partitions.ts";
import { dropOldUsage } from "../usage/retention.ts";
import { deliverWebhook } from "../webhooks/deliver.ts";
import { purgeDeliveries, sweepDeliveries } from "../webhooks/sweep.ts";
import { type JobName, type JobPayload, jobs } from "./definitions.ts";

type Handlers = { [Name in JobName]: (payload: JobPayload<Name>) => Promise<unknown> };

const handlers: Handlers = {
  "actions.expire": ({ orgId, actionId }) => expireAction(orgId, actionId),
  "audit.anchor": () => anchorChains(),
  "mail.send": ({ sealed }) => sendMail(sealed),
  "account.reset": ({ sealed }) => sendResetLink(sealed),
  "account.purge": () => purgeOneTimeTokens(),
  "usage.partitions": () => ensureUsagePartitions(),
  "usage.retention": () => dropOldUsage(),
  "usage.compare": () => reportDifferences(),
  "prices.refresh": () => refreshPrices(),
  "enrollment.purge": () => purgeEnrollments(),
  "alerts.evaluate": ({ orgId, refusedId }) => evaluateAlerts(orgId, refusedId),
  "alerts.sweep": () => sweepAlerts(),
  "spend.anomalies": () => watchAll("day"),
  "spend.runaways": () => watchAll("hour"),
  "spend.close-due": () => closeAllDue(),
  "webhooks.deliver": ({ orgId, deliveryId }) => deliverWebhook(orgId, deliveryId),
  "webhooks.purge": () => purgeDeliveries(),
};

/** Items rather than a crontab text: its syntax has no room for the dot in our names. */
const cron = parseCronItems([
  { task: "usage.partitions", match: "17 */6 * * *", options: { backfillPeriod: 24 * 3_600_000 } },
  { task: "usage.retention", match: "11 2 * * *", options: { backfillPeriod: 24 * 3_600_000 } },
  { task: "usage.compare", match: "53 2 * * *", options: { backfillPeriod: 24 * 3_600_000 } },
  { task: "audit.anchor", match: "23 3 * * *", options: { backfillPeriod: 24 * 3_600_000 } },
  { task: "prices.refresh", match: "41 4 * * *", options: { backfillPeriod: 24 * 3_600_000 } },
  { task: "enrollment.purge", match: "*/10 * * * *" },
  { task: "account.purge", match: "23 * * * *" },
  { task: "alerts.sweep", match: "*/5 * * * *" },
  { task: "spend.anomalies", match: "7 * * * *" },
  { task: "spend.runaways", match: "*/5 * * * *" },
  { task: "spend.close-due", match: "3 * * * *", options: { backfillPeriod: 24 * 3_600_000 } },
  { task: "webhooks.purge", match: "53 * * * *" },
]);

function taskOf<Name extends JobName>(name: Name) {
  const schema = jobs[name];
  // `jobs` and `handlers` have the same keys, which TypeScript cannot follow through the index.
  return async (payload: unknown): Promise<void> => {
    await handlers[name](schema.parse(stripCron(payload)) as JobPayload<Name>);
  };
}

/** Cron adds a `_cron` member to the payload of what it starts. */
function stripCron(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "_cron" in payload ? {} : payload;
}

/** What must happen every few seconds, which is finer than cron. An error is logged and tried again next time. */
function every(ms: number, name: string, work: () => Promise<unknown>): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch((error) => log.warn({ error: String(error) }, `${name} failed, trying again`))
      .finally(() => {
        isBusy = false;
      });
  }, ms);
  return () => clearInterval(timer);
}

/** How old a heartbeat may be before /api/health says that no worker runs. */
const workerId = randomUUID();

async function beat(): Promise<void> {
  await system().workerHeartbeat.upsert({
    where: { id: workerId },
    create: { id: workerId },
    update: { beatAt: new Date() },
  });
  await system().workerHeartbeat.deleteMany({ where: { beatAt: { lt: new Date(Date.now() - 3_600_000) } } });
}

async function main(): Promise<void> {
  const taskList: TaskList = Object.fromEntries(
    (Object.keys(handlers) as JobName[]).map((name) => [name, taskOf(name)]),
  );
  await beat();
  const runner = await run({
    connectionString: env().DATABASE_URL,
    concurrency: 4,
    pollInterval: 2_000,
    taskList,
    parsedCronItems: cron,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") log.warn(message);
    }),
  });
  // This may be a new console with a new book.
  await runner.addJob("prices.refresh", {}, { jobKey: "prices.refresh" });
  const stops = [
    every(2_000, "heartbeat", beat),
    every(2_000, "presence sweep", sweepPresence),
    every(15_000, "lease expiry", expireLeases),
    every(15_000, "end of raises", settleRaises),
    every(30_000, "complete days of spend", settleSpend),
    every(10_000, "webhook sweep", sweepDeliveries),
  ];
  const stop = async () => {
    for (const end of stops) end();
    await runner.stop().catch(() => {});
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
  log.info("worker ready");
  await runner.promise;
}

main().catch((error) => {
  log.error({ error: String(error) }, "worker stopped");
  process.exit(1);
});
