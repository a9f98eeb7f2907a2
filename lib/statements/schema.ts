import { z } from "zod";
import { locales } from "../i18n/locale.ts";
import { Count, idOf, Nanos } from "../protocol/scalars.ts";
import { Tokens } from "../protocol/usage.ts";
import { SignedNanos } from "../spend/metrics-schema.ts";

/** A calendar month, for example "2026-10". */
export const StatementMonth = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "a month, for example 2026-10");

/** Keys that are named in each; what is left is summed. */
export const maxStatementKeys = 50;

const Breakdown = z.object({
  /** Largest first, with the names they had when the month was closed. With `others` they sum to `meteredNanos`. */
  items: z.array(z.object({ key: z.string(), label: z.string(), costNanos: Nanos, requests: Count })),
  others: z.object({ count: Count, costNanos: Nanos, requests: Count }).nullable(),
});
export type Breakdown = z.infer<typeof Breakdown>;

/** Usage of earlier months that no statement had when this one was closed (lib/statements/late.ts). */
const Late = z.object({
  /** All of it: the months and the rest. Below zero only where a change of the zone moved hours to another month. */
  nanos: SignedNanos,
  months: z.array(z.object({ month: StatementMonth, nanos: SignedNanos })),
  /** Usage from before the first statement, and hours that a change of the zone moved. */
  otherNanos: SignedNanos,
});
export type Late = z.infer<typeof Late>;

/** What is frozen, and hashed. Money is nano-USD; days are of `timezone`. */
export const StatementContent = z.object({
  version: z.literal(1),
  id: idOf("stm"),
  org: z.object({ id: z.string(), name: z.string() }),
  month: StatementMonth,
  timezone: z.string(),
  /** Both included. */
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  closedAt: z.iso.datetime(),
  /** When the newest usage had arrived. */
  dataThrough: z.iso.datetime().nullable(),
  previousHash: z.string().nullable(),
  /** Usage of the month that had arrived. */
  meteredNanos: Nanos,
  requests: Count,
  errors: Count,
  tokens: Tokens,
  late: Late,
  /** meteredNanos + late.nanos. */
  totalNanos: SignedNanos,
  /** What the boxes themselves cost a month, if somebody said so; not part of `totalNanos`. */
  subscriptionNanos: Nanos.nullable(),
  /** Nano-USD a year at the end of the last day (lib/spend/core/run-rate.ts); null: not enough complete days. */
  runRate: z.object({ nanos: Nanos.nullable(), isEarly: z.boolean() }),
  /** The one monthly budget over everything, in this month; null where there was none, or several. */
  budget: z.object({ name: z.string(), capNanos: Nanos, spentNanos: Nanos }).nullable(),
  by: z.object({ provider: Breakdown, model: Breakdown, channel: Breakdown, box: Breakdown, agent: Breakdown }),
  /** Every day of the month; they sum to `meteredNanos`. */
  days: z.array(z.object({ day: z.iso.date(), costNanos: Nanos })),
});
export type StatementContent = z.infer<typeof StatementContent>;

/** `POST /api/v1/spend/statements` */
export const CloseMonth = z.object({ month: StatementMonth });

/** A month as the list shows it. */
export const StatementRow = z.object({
  month: StatementMonth,
  /** `next` is the one that can be closed: months are closed one after the other. */
  state: z.enum(["closed", "next", "open", "running"]),
  /** Null unless it is closed. */
  id: z.string().nullable(),
  /** Of its own usage: frozen when closed, what has arrived so far otherwise. */
  meteredNanos: Nanos,
  /** Carried from earlier months by its statement; null unless it is closed. */
  lateNanos: SignedNanos.nullable(),
  /** Less the month before; null where there is none, or where the month still runs. */
  changeNanos: SignedNanos.nullable(),
  /** Usage of the month that no statement has yet; null unless it is closed. */
  lateSinceNanos: SignedNanos.nullable(),
  closedAt: z.iso.datetime().nullable(),
});
export type StatementRow = z.infer<typeof StatementRow>;

/** Newest month first, down to the first one with usage. */
export const StatementList = z.object({
  items: z.array(StatementRow),
  timezone: z.string(),
  /**
   * What of the closed months, and of everything before them, no statement has yet: the next one carries it. All statements'
   * metered and late amounts and this are, to the nano-dollar, what is metered up to the end of the last closed month.
   */
  lateSinceNanos: SignedNanos,
});
export type StatementList = z.infer<typeof StatementList>;

export const statementFaults = [
  /** The content does not have its hash, or says another month than its row. */
  "altered",
  /** It, or one before it, does not follow from the statement of the month before. */
  "broken_chain",
  /** The audit has no entry that names this hash. */
  "not_in_audit",
  /** It has, but the entry was tampered with. */
  "audit_altered",
] as const;

export const StatementCheck = z.object({ isIntact: z.boolean(), faults: z.array(z.enum(statementFaults)) });
export type StatementCheck = z.infer<typeof StatementCheck>;

export const StatementDetail = z.object({
  content: StatementContent,
  contentHash: z.string(),
  /** Who closed it: a name, "" of somebody who left; null: the console by itself. */
  closedBy: z.string().nullable(),
  /** Usage of this month that arrived since and that no statement has yet. */
  lateSinceNanos: SignedNanos,
  /** Usage of this month that later statements carry. */
  carriedNanos: SignedNanos,
  /** The metered amount of the month before, from its statement. */
  previousNanos: Nanos.nullable(),
});
export type StatementDetail = z.infer<typeof StatementDetail>;

export const StatementPdfQuery = z.object({ locale: z.enum(locales).default("en") });

/** On this day of the next month, at 08:00 in the organization's zone, the console closes by itself; null: never. */
export const StatementSchedule = z.object({ closeDay: z.int().min(1).max(28).nullable() });
export const StatementMail = z.object({ isOn: z.boolean(), locale: z.enum(locales) });

export const StatementSettings = z.object({
  closeDay: StatementSchedule.shape.closeDay,
  /** The asking person's; null for a program, or a role that gets none. */
  mail: StatementMail.nullable(),
});
export type StatementSettings = z.infer<typeof StatementSettings>;
