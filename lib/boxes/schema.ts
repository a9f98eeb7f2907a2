import { z } from "zod";
import { HealthNode } from "../protocol/channel.ts";
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
  config: ConfigState,
  spend24hNanos: Nanos,
});
export type BoxSummary = z.infer<typeof BoxSummary>;

export const BoxList = z.object({ items: z.array(BoxSummary) });

export const BoxLease = z.object({
  leaseId: z.string(),
  budgetId: z.string(),
  budgetName: z.string(),
  grantedNanos: Nanos,
  spentNanos: Nanos,
  returnedNanos: Nanos,
  state: z.enum(["active", "presumed", "closed"]),
  expiresAt: z.iso.datetime(),
});

export const BoxDetail = BoxSummary.extend({
  address: z.string().nullable(),
  /** The three words that the box shows on its local page. */
  words: z.array(z.string()).length(3),
  createdAt: z.iso.datetime(),
  health: HealthNode.nullable(),
  leases: z.array(BoxLease),
});
export type BoxDetail = z.infer<typeof BoxDetail>;

export const BoxName = z.string().trim().min(1).max(64);
export const RenameBox = z.object({ name: BoxName });
