import { z } from "zod";
import { AgentName, ExhaustedAction, ModelFamily, PeriodKind } from "../protocol/budget.ts";
import { ChannelKind, ProviderKind } from "../protocol/provider-kind.ts";
import { idOf, Nanos } from "../protocol/scalars.ts";

/** The account of the running period. free = cap − spent − reserved − presumed, never below zero. */
export const BudgetAccount = z.object({
  startsAt: z.iso.datetime(),
  /** Null for a budget without periods. */
  endsAt: z.iso.datetime().nullable(),
  /** With a temporary raise while it lasts. */
  capNanos: Nanos,
  spentNanos: Nanos,
  /** Leased to boxes, not yet spent. */
  reservedNanos: Nanos,
  /** Leases that expired unreported: counted as spent until the box says otherwise. */
  presumedNanos: Nanos,
  freeNanos: Nanos,
  /** By how much a lowered cap lies below what is committed; of a soft budget, by how much it was exceeded. */
  overCommittedNanos: Nanos,
  /** Billed beyond what was held, because a provider broke its own limit. */
  overshootNanos: Nanos,
});
export type BudgetAccount = z.infer<typeof BudgetAccount>;

/** A group: all boxes that carry this tag. */
export const Tag = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, "lower-case letters, digits, dot, dash, underscore; at most 32");

/** At most one of the first four says what is paid for, at most one of the last three who spends; null does not matter. */
export const BudgetScope = z.object({
  connectionId: idOf("prv").nullable().default(null),
  providerKind: ProviderKind.nullable().default(null),
  channel: ChannelKind.nullable().default(null),
  modelFamily: ModelFamily.nullable().default(null),
  boxId: idOf("box").nullable().default(null),
  tag: Tag.nullable().default(null),
  agent: AgentName.nullable().default(null),
});
export type BudgetScope = z.infer<typeof BudgetScope>;

/** Percent of the cap at which people are told. */
export const Thresholds = z
  .array(z.int().min(1).max(500))
  .max(8)
  .refine((list) => list.every((percent, index) => index === 0 || percent > (list[index - 1] ?? 0)), {
    error: "ascending, each once",
  });

export const Raise = z.object({ nanos: Nanos, until: z.iso.datetime() });

/**
 * How the running period goes on if spending goes on as it did: `paceNanosPerDay` over the last 7 days (or since the
 * period began, if that is less, but at least an hour), `exhaustedAt` when the free part is used up at that pace, null when
 * that is after the period or never. Null as a whole: not enough data.
 */
export const BudgetPace = z.object({
  paceNanosPerDay: Nanos,
  /** Spent by the end of the period at that pace; null for a budget without periods. */
  forecastNanos: Nanos.nullable(),
  exhaustedAt: z.iso.datetime().nullable(),
});
export type BudgetPace = z.infer<typeof BudgetPace>;

/** A box that holds money of the budget, or is presumed to have spent it, in whichever period. */
export const BudgetHolder = z.object({ boxId: z.string(), boxName: z.string(), nanos: Nanos });
export type BudgetHolder = z.infer<typeof BudgetHolder>;

export const Budget = z.object({
  id: z.string(),
  name: z.string(),
  scope: BudgetScope,
  /** Names of what the scope's ids stand for; null without one. */
  connectionName: z.string().nullable(),
  boxName: z.string().nullable(),
  period: PeriodKind,
  weekStart: z.int().min(1).max(7),
  /** Without a raise. */
  capNanos: Nanos,
  isSoft: z.boolean(),
  onExhausted: ExhaustedAction,
  thresholds: Thresholds,
  alertsForecast: z.boolean(),
  notes: z.string(),
  raise: Raise.nullable(),
  pausedAt: z.iso.datetime().nullable(),
  account: BudgetAccount,
  pace: BudgetPace.nullable(),
  /** The three boxes that hold most, and how many hold anything. */
  holders: z.array(BudgetHolder),
  holderCount: z.int(),
  createdAt: z.iso.datetime(),
});
export type Budget = z.infer<typeof Budget>;
export const BudgetList = z.object({ items: z.array(Budget) });

export const BudgetLease = z.object({
  leaseId: z.string(),
  boxId: z.string(),
  boxName: z.string(),
  /** Start of the period whose money it is; null for a budget without periods. */
  periodStartsAt: z.iso.datetime().nullable(),
  epoch: z.int(),
  grantedNanos: Nanos,
  spentNanos: Nanos,
  returnedNanos: Nanos,
  /** Part of `returned` that an admin wrote off. */
  writtenOffNanos: Nanos,
  overshootNanos: Nanos,
  state: z.enum(["active", "presumed", "closed"]),
  isFenced: z.boolean(),
  expiresAt: z.iso.datetime(),
});
export type BudgetLease = z.infer<typeof BudgetLease>;
/** At most this many leases of a budget are shown. */
export const shownLeases = 500;
/**
 * `leases` are those of the running period, and of earlier ones those that are not closed; what is presumed comes first.
 * `leaseCount` says how many there are when they are more than are shown.
 */
export const BudgetDetail = Budget.extend({ leases: z.array(BudgetLease), leaseCount: z.int() });
export type BudgetDetail = z.infer<typeof BudgetDetail>;

/** From one cent to a hundred million dollars. */
export const CapNanos = Nanos.refine((nanos) => nanos >= 10_000_000n && nanos <= 100_000_000_000_000_000n, {
  error: "between 0.01 and 100,000,000 USD",
});
export const BudgetName = z.string().trim().min(1).max(64);

const BudgetFields = z.object({
  name: BudgetName,
  capNanos: CapNanos,
  isSoft: z.boolean().default(false),
  onExhausted: ExhaustedAction.default("deny"),
  thresholds: Thresholds.default([50, 80, 100]),
  alertsForecast: z.boolean().default(true),
  notes: z.string().max(2000).default(""),
});

export const CreateBudget = BudgetFields.extend({
  ...BudgetScope.shape,
  period: PeriodKind,
  /** Of weekly budgets, ISO 8601: 1 is Monday. */
  weekStart: z.int().min(1).max(7).default(1),
}).superRefine((budget, check) => {
  const { connectionId, providerKind, channel, modelFamily, boxId, tag, agent } = budget;
  const what = { connectionId, providerKind, channel, modelFamily };
  const who = { boxId, tag, agent };
  for (const group of [what, who]) {
    const given = Object.entries(group).filter(([, value]) => value !== null);
    for (const [name] of given.slice(1)) {
      check.addIssue({ code: "custom", path: [name], message: `only one of ${Object.keys(group).join(", ")}` });
    }
  }
});

/** Scope and period stay: another scope is another budget. `raise: null` ends a raise. */
export const ChangeBudget = z.object({
  name: BudgetFields.shape.name.optional(),
  capNanos: BudgetFields.shape.capNanos.optional(),
  isSoft: z.boolean().optional(),
  onExhausted: ExhaustedAction.optional(),
  thresholds: Thresholds.optional(),
  alertsForecast: z.boolean().optional(),
  notes: z.string().max(2000).optional(),
  raise: Raise.nullable().optional(),
  isPaused: z.boolean().optional(),
});

export const WrittenOff = z.object({ writtenOffNanos: Nanos });
export type WrittenOff = z.infer<typeof WrittenOff>;

export const historyPageSize = 20;
const Seq = z.string().regex(/^\d{1,18}$/);

/** `before` is `next` of the page before. */
export const BudgetHistoryQuery = z.object({ before: Seq.optional() });
export type BudgetHistoryQuery = z.infer<typeof BudgetHistoryQuery>;

/** What the history says of before and after; what else the audit has stays there. */
export const BudgetFacts = z.object({
  name: z.string().optional().catch(undefined),
  capNanos: z.string().optional().catch(undefined),
  period: z.string().optional().catch(undefined),
  isSoft: z.boolean().optional().catch(undefined),
  onExhausted: z.string().optional().catch(undefined),
  thresholds: z.array(z.number()).optional().catch(undefined),
  alertsForecast: z.boolean().optional().catch(undefined),
  raiseNanos: z.string().optional().catch(undefined),
  raiseUntil: z.string().nullable().optional().catch(undefined),
  isPaused: z.boolean().optional().catch(undefined),
  boxName: z.string().optional().catch(undefined),
  writtenOffNanos: z.string().optional().catch(undefined),
});
export type BudgetFacts = z.infer<typeof BudgetFacts>;

/** Newest first; `next` is null at the end. */
export const BudgetHistory = z.object({
  items: z.array(
    z.object({
      seq: Seq,
      at: z.iso.datetime(),
      /** `budgets.change`, `leases.write-off` and the like. */
      action: z.string(),
      actorKind: z.string(),
      actorName: z.string().nullable(),
      before: BudgetFacts.nullable(),
      after: BudgetFacts.nullable(),
    }),
  ),
  next: Seq.nullable(),
});
export type BudgetHistory = z.infer<typeof BudgetHistory>;

/** `period` is the start of one of `periods`; the running one without it. */
export const BurnUpQuery = z.object({ period: z.iso.datetime().optional() });

/** Each value is null where there is nothing to say: nobody knows the future, and nothing was counted before there was a budget. */
export const BurnUpPoint = z.object({
  at: z.iso.datetime(),
  /** Since the period began, by the hourly sums. */
  spentNanos: Nanos.nullable(),
  /** The straight line from nothing at the beginning to the cap at the end. */
  evenNanos: Nanos.nullable(),
  /** From now on, at the present pace. */
  forecastNanos: Nanos.nullable(),
});
export type BurnUpPoint = z.infer<typeof BurnUpPoint>;

/**
 * Cumulative spending in one period. The points are hourly sums of what falls under the budget's scope, with the groups
 * and deployments of now, and an hour belongs where it began; the account (`spentNanos`) is the truth, and may differ.
 */
export const BurnUp = z.object({
  startsAt: z.iso.datetime(),
  /** Null for a budget without periods. */
  endsAt: z.iso.datetime().nullable(),
  isRunning: z.boolean(),
  granularity: z.enum(["hour", "day"]),
  timezone: z.string(),
  capNanos: Nanos,
  /** By the account. */
  spentNanos: Nanos,
  points: z.array(BurnUpPoint),
  /** When the newest usage of this period arrived; null when none did, or it is no longer kept. */
  dataThrough: z.iso.datetime().nullable(),
  /** Starts of the latest periods that have an account, newest first. */
  periods: z.array(z.iso.datetime()),
});
export type BurnUp = z.infer<typeof BurnUp>;
