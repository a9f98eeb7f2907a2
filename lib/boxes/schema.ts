import { z } from "zod";
import { Tag } from "../budgets/schema.ts";
import { PeriodKind } from "../protocol/budget.ts";
import { CheckinRequest, HealthNode } from "../protocol/channel.ts";
import { Nanos } from "../protocol/scalars.ts";

export const presences = ["never_seen", "online", "late", "offline"] as const;
export const Presence = z.enum(presences);
export type Presence = z.infer<typeof Presence>;

export const configPhases = [
  "pending",
  "delivered",
  "validating",
  "applying",
  "verifying",
  "applied",
  "rejected",
  "failed",
  "rolled_back",
  "timed_out",
  "superseded",
] as const;
export const ConfigPhase = z.enum(configPhases);
export type ConfigPhase = z.infer<typeof ConfigPhase>;

/** Where a box stands with what it should run. `pending` as long as anything newer than `version` is not yet delivered. */
export const ConfigState = z.object({
  phase: ConfigPhase,
  reason: z.string().nullable(),
  /** The version `phase` speaks of. */
  version: z.int(),
  desiredVersion: z.int(),
  appliedVersion: z.int(),
  at: z.iso.datetime().nullable(),
});
export type ConfigState = z.infer<typeof ConfigState>;

export const BoxSummary = z.object({
  id: z.string(),
  name: z.string(),
  serial: z.string(),
  model: z.string(),
  status: z.enum(["active", "decommissioned"]),
  presence: Presence,
  presenceReason: z.string().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  agentVersion: z.string(),
  tags: z.array(z.string()),
  config: ConfigState,
  spend24hNanos: Nanos,
});
export type BoxSummary = z.infer<typeof BoxSummary>;

export const BoxList = z.object({ items: z.array(BoxSummary) });

/** What one box has of a budget that it falls under, in the budget's running period. */
export const BoxBudget = z.object({
  budgetId: z.string(),
  name: z.string(),
  period: PeriodKind,
  /** Whom the budget is for: everybody, this box, the group `tag` or the agent `agent`. */
  who: z.enum(["org", "box", "tag", "agent"]),
  tag: z.string().nullable(),
  agent: z.string().nullable(),
  /** Of the budget, with a temporary raise. */
  capNanos: Nanos,
  isSoft: z.boolean(),
  isPaused: z.boolean(),
  grantedNanos: Nanos,
  spentNanos: Nanos,
  /** May still be spent without asking. */
  heldNanos: Nanos,
  /** Of leases that expired unreported. */
  presumedNanos: Nanos,
  /** Still open of leases of earlier periods, whose caps it counts against. */
  earlierNanos: Nanos,
  /** When the first of its leases expires unless the box renews it. */
  renewsAt: z.iso.datetime().nullable(),
});
export type BoxBudget = z.infer<typeof BoxBudget>;

/** As the box reports it (lib/protocol/channel.ts). */
export const Quarantine = CheckinRequest.shape.quarantine.unwrap();
export type Quarantine = z.infer<typeof Quarantine>;

export const BoxDetail = BoxSummary.extend({
  address: z.string().nullable(),
  /** The three words that the box shows on its local page. */
  words: z.array(z.string()).length(3),
  createdAt: z.iso.datetime(),
  health: HealthNode.nullable(),
  budgets: z.array(BoxBudget),
  quarantine: Quarantine,
  /** How far its clock was behind the console's at its last report; negative when ahead. */
  clockSkewMs: z.int(),
});
export type BoxDetail = z.infer<typeof BoxDetail>;

export const BoxName = z.string().trim().min(1).max(64);
export const RenameBox = z.object({ name: BoxName });

export const maxTags = 16;
/** Each once, in order. */
export const BoxTags = z
  .array(Tag)
  .max(maxTags)
  .transform((tags) => [...new Set(tags)].toSorted());
export type BoxTags = z.output<typeof BoxTags>;
export const SetBoxTags = z.object({ tags: BoxTags });

/** `POST /api/v1/boxes/tags`. What is both added and removed is removed. */
export const TagBoxes = z.object({
  boxIds: z.array(z.string()).min(1).max(1000),
  add: BoxTags.default([]),
  remove: BoxTags.default([]),
});
export type TagBoxes = z.output<typeof TagBoxes>;
export const TagResult = z.object({ changed: z.int() });

export const TagCount = z.object({ tag: z.string(), boxes: z.int() });
export type TagCount = z.infer<typeof TagCount>;
export const TagList = z.object({ items: z.array(TagCount) });
