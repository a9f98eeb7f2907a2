import { z } from "zod";
import { Count, idOf, Nanos, SmallCount } from "./scalars.ts";

/**
 * `GET /api/box/v1/stream?session=<uuid>`: server-sent events that are hints only; the box reads the truth on every
 * (re)connect and on every hint. Events: `desired`, `lease`, `action`, with empty data objects; a comment line every
 * 15 s keeps the connection open. `bye` asks the box to end the stream (a newer session took over, or the box was
 * decommissioned).
 */
export const hintKinds = ["desired", "lease", "action", "bye"] as const;
export const HintKind = z.enum(hintKinds);
export type HintKind = z.infer<typeof HintKind>;

/** DESIGN §6. `pending` and `delivered` are the console's words; the box reports the rest. */
export const reportedPhases = [
  "delivered",
  "validating",
  "applying",
  "verifying",
  "applied",
  "rejected",
  "failed",
  "rolled_back",
] as const;
export const ReportedPhase = z.enum(reportedPhases);
export type ReportedPhase = z.infer<typeof ReportedPhase>;

/** A tree: box → gateway → providers. A node is as healthy as its worst part. */
export type HealthNode = {
  name: string;
  isHealthy: boolean;
  detail?: string | undefined;
  parts?: HealthNode[] | undefined;
};
export const HealthNode: z.ZodType<HealthNode> = z.object({
  name: z.string().max(128),
  isHealthy: z.boolean(),
  detail: z.string().max(512).optional(),
  get parts() {
    return z.array(HealthNode).max(100).optional();
  },
});

/** A local model server a box found, and what it serves now. */
export const Discovered = z.object({
  connectionId: idOf("prv"),
  /** Null: it does not answer. */
  server: z.enum(["ollama", "llama.cpp", "vllm", "other"]).nullable(),
  models: z
    .array(z.object({ id: z.string().min(1).max(128), contextTokens: Count.nullable(), isLoaded: z.boolean() }))
    .max(100),
});
export type Discovered = z.infer<typeof Discovered>;

/** `POST /api/box/v1/checkin`: every `checkinSeconds`, and at once when the reported phase changes. */
export const CheckinRequest = z.object({
  /** Grows by one per check-in of one boot; a lower one than last seen for this boot is late and ignored. */
  seq: Count,
  bootId: z.uuid(),
  sessionId: z.uuid().nullable(),
  agentVersion: z.string().max(32),
  localAddress: z.string().max(64).nullable(),
  uptimeSeconds: Count,
  health: HealthNode,
  /** The version the box runs and has proven, 0 when none. */
  appliedVersion: SmallCount,
  /** The version it last worked on, how far it came, and why it ended if it did not end well. */
  reported: z.object({ version: SmallCount, phase: ReportedPhase, reason: z.string().max(500).nullable() }).nullable(),
  /** Usage events not yet accepted by the console. */
  backlog: Count,
  /** Usage events that the console refused for good. They stay on the box; the latest ones with the console's reason. */
  quarantine: z
    .object({
      count: Count,
      latest: z
        .array(
          z.object({
            bootId: z.uuid(),
            seq: Count,
            atMs: z.int().min(0),
            costNanos: Nanos,
            reason: z.string().max(500),
          }),
        )
        .max(20),
    })
    .prefault({ count: 0, latest: [] }),
  discovered: z.array(Discovered).max(16).default([]),
});
export type CheckinRequest = z.infer<typeof CheckinRequest>;

export const CheckinResponse = z.object({
  /** The server sets the pace; the box adds ±10 % jitter. */
  checkinSeconds: z.int().min(1),
});
export type CheckinResponse = z.infer<typeof CheckinResponse>;
