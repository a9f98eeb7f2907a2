import { z } from "zod";
import { locales } from "../i18n/locale.ts";
import { idOf, Nanos } from "../protocol/scalars.ts";

/** Everything that people are told once; the text of each is `alerts.kind.*`, its webhook's type is the kind itself. */
export const alertKinds = [
  "budget.threshold",
  "budget.forecast",
  "budget.exhausted",
  "budget.overshoot",
  "lease.presumed",
  "usage.quarantined",
  "webhook.disabled",
  "spend.anomaly",
] as const;
export const AlertKind = z.enum(alertKinds);
export type AlertKind = z.infer<typeof AlertKind>;

/** How it stood when the alert was raised. Null: says nothing for this kind. Stored like this, money as decimal strings. */
export const AlertFigures = z.object({
  /** Of the budget, the box, or what spent more than usual; the host of a webhook endpoint. */
  name: z.string(),
  capNanos: Nanos.nullable().default(null),
  spentNanos: Nanos.nullable().default(null),
  presumedNanos: Nanos.nullable().default(null),
  overshootNanos: Nanos.nullable().default(null),
  /** By the end of the period at the present pace. */
  forecastNanos: Nanos.nullable().default(null),
  /** What would have been usual. */
  expectedNanos: Nanos.nullable().default(null),
  /** Events of the box that the console refused. */
  count: z.int().nullable().default(null),
});
export type AlertFigures = z.infer<typeof AlertFigures>;

export const Alert = z.object({
  id: z.string(),
  kind: AlertKind,
  /** Id of a budget, a box or a webhook endpoint; of an anomaly what it is about: "agent:crawler". */
  subjectId: z.string(),
  /** The threshold that was crossed; 0 where there is none. */
  percent: z.int(),
  figures: AlertFigures,
  periodStart: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  /** By the person who asks. */
  isRead: z.boolean(),
});
export type Alert = z.infer<typeof Alert>;

export const alertPageSize = 30;

export const AlertFilter = z.object({
  kind: AlertKind.optional(),
  budget: idOf("bud").optional(),
});
export type AlertFilter = z.infer<typeof AlertFilter>;
/** `before` is `next` of the page before; `limit` is for the bell. */
export const AlertQuery = AlertFilter.extend({
  before: idOf("alr").optional(),
  limit: z.coerce.number().int().min(1).max(alertPageSize).optional(),
});
export type AlertQuery = z.infer<typeof AlertQuery>;

/** Newest first; `next` is null at the end. `unread` counts all of the person's, at most 100. */
export const AlertPage = z.object({ items: z.array(Alert), next: z.string().nullable(), unread: z.int() });
export type AlertPage = z.infer<typeof AlertPage>;

/** Null: every one there is. */
export const MarkRead = z.object({ ids: z.array(idOf("alr")).min(1).max(100).nullable() });

/** How alerts reach the person who asks, in this organization. */
export const AlertMailPreference = z.object({ isOn: z.boolean(), locale: z.enum(locales) });
export type AlertMailPreference = z.infer<typeof AlertMailPreference>;
/** `isOffered`: the person's role gets mails at all. */
export const AlertMail = AlertMailPreference.extend({ isOffered: z.boolean() });
export type AlertMail = z.infer<typeof AlertMail>;
