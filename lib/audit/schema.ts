import { z } from "zod";

export const auditPageSize = 50;

const Day = z.iso.date();

/** What of the log is shown and exported. Days are those of the organization's zone, both included. */
export const AuditFilter = z.object({
  /** Id of a person, API key or box, or the kind of an actor that has none: setup, anonymous, job. */
  actor: z.string().min(1).max(64).optional(),
  /** First half of the action: members, budgets. */
  noun: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
  from: Day.optional(),
  to: Day.optional(),
  /** Part of the target's id, or of the name or address that the entry gives it. */
  target: z.string().trim().min(1).max(100).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

const Seq = z.string().regex(/^\d{1,18}$/);

/** `before` is `next` of the page before. */
export const AuditQuery = AuditFilter.extend({ before: Seq.optional() });
export type AuditQuery = z.infer<typeof AuditQuery>;

export const auditFormats = ["csv", "jsonl"] as const;
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(auditFormats) });

const Facts = z.record(z.string(), z.unknown()).nullable();

export const AuditEntry = z.object({
  /** Place in the organization's chain, from 1, without gaps. A decimal string, as it may outgrow a number. */
  seq: Seq,
  at: z.iso.datetime(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  targetId: z.string().nullable(),
  before: Facts,
  after: Facts,
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Newest first; `next` is null at the end. */
export const AuditPage = z.object({ items: z.array(AuditEntry), next: Seq.nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

/** `anchor` is the newest link, to be kept elsewhere; no faults means that the chain is whole. */
export const ChainState = z.object({
  entries: z.int(),
  anchor: z.string().nullable(),
  faults: z.array(z.object({ seq: z.string(), kind: z.string(), detail: z.string() })),
});
export type ChainState = z.infer<typeof ChainState>;
