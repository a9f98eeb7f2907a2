import { z } from "zod";

/** Every job by name, with what it is given. Safe to import anywhere; the handlers are in lib/jobs/worker.ts. */
export const jobs = {
  /** Fails a prompt that its box never answered. */
  "actions.expire": z.object({ orgId: z.string(), actionId: z.string() }),
  /** One mail, sealed (lib/mail/enqueue.ts): it carries links that open doors. */
  "mail.send": z.object({ sealed: z.string() }),
  /** Reads every audit chain and logs its head. */
  "audit.anchor": z.object({}),
  /** A password reset that somebody asked for, sealed: it carries the address. */
  "account.reset": z.object({ sealed: z.string() }),
  /** One-time tokens that expired. */
  "account.purge": z.object({}),
  /** Daily partitions ahead of time. */
  "usage.partitions": z.object({}),
  /** Raw usage older than the retention goes. */
  "usage.retention": z.object({}),
  /** Derives rollups and budgets from the events again and shouts at any difference. */
  "usage.compare": z.object({}),
  /** Prices of the built-in book, which may have come with a new edition. */
  "prices.refresh": z.object({}),
  /** Used-up DPoP proofs and abandoned enrollments. */
  "enrollment.purge": z.object({}),
  /** Which alerts about budgets are due; `refusedId` is a budget of which a box was just refused money. */
  "alerts.evaluate": z.object({ orgId: z.string(), refusedId: z.string().nullable() }),
  /** Evaluates every organization, for what nothing announces. */
  "alerts.sweep": z.object({}),
  /** Whether yesterday cost far more than usual, for every organization. */
  "spend.anomalies": z.object({}),
  /** The same for the running hour: agents that ran away. */
  "spend.runaways": z.object({}),
  /** Months that organizations let the console close. */
  "spend.close-due": z.object({}),
  /** One attempt to deliver one message. */
  "webhooks.deliver": z.object({ orgId: z.string(), deliveryId: z.string() }),
  /** Deliveries that are old. */
  "webhooks.purge": z.object({}),
} as const;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]>;
