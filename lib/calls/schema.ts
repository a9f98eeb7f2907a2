import { z } from "zod";
import { ChannelKind } from "../protocol/provider-kind.ts";
import { Count, idOf, Nanos } from "../protocol/scalars.ts";
import { AttemptReason, CallStatus, ErrorClass, Surface, Tokens } from "../protocol/usage.ts";
import { callRanges, maxPageSize, maxRangeDays } from "./limits.ts";

export const CallRange = z.enum(callRanges);
export type CallRange = z.infer<typeof CallRange>;

const dayMs = 86_400_000;
/** Postgres has no year 0, and nobody has calls of the year 3000. */
const Day = z.iso
  .date("a day, for example 2026-11-23")
  .refine((day) => day >= "1970-01-01" && day < "3000-01-01", "a day from 1970-01-01 to 2999-12-31");
const text = (max: number) => z.string().min(1).max(max);

/** What of the calls is shown and exported. Days are those of the organization's zone, both included. */
const filterFields = z.object({
  range: CallRange.default("24h"),
  from: Day.optional(),
  to: Day.optional(),
  box: idOf("box").optional(),
  route: text(128).optional(),
  connection: idOf("prv").optional(),
  model: text(128).optional(),
  status: CallStatus.optional(),
  error: ErrorClass.optional(),
  caller: text(64).optional(),
  run: text(128).optional(),
  surface: Surface.optional(),
  /** The id that all attempts of one call share; it stands in `x-kaihe-request-id`. */
  call: text(64).optional(),
});

type Window = Pick<z.output<typeof filterFields>, "range" | "from" | "to">;

function isBounded({ range, from, to }: Window): boolean {
  if (range !== "custom") return true;
  if (from === undefined || to === undefined) return false;
  const days = (Date.parse(to) - Date.parse(from)) / dayMs;
  return days >= 0 && days < maxRangeDays;
}
const unbounded = {
  path: ["range"],
  error: `custom needs from and to, days in order and at most ${maxRangeDays} of them`,
};

export const CallFilter = filterFields.refine(isBounded, unbounded);
export type CallFilter = z.output<typeof CallFilter>;

const most = { ms: 253_402_300_799_999, seq: Number.MAX_SAFE_INTEGER };

/** Names one attempt: when (milliseconds since 1970), box, boot and sequence number, with dots between. */
export const AttemptId = z
  .string()
  .regex(/^\d{1,15}\.box_[0-9a-z]{26}\.[0-9a-f-]{36}\.\d{1,16}$/, "the id of a call, or `next` of the page before")
  .refine((id) => Number(id.split(".")[0]) <= most.ms && Number(id.split(".")[3]) <= most.seq, "out of range");

/** Where the next page begins: the start of the first page's range, and the last attempt shown. */
export const CallCursor = z
  .string()
  .max(120)
  .regex(/^\d{1,15}~/, "`next` of the page before")
  .refine((cursor) => {
    const [start = "", id] = cursor.split("~");
    return Number(start) <= most.ms && AttemptId.safeParse(id).success;
  }, "`next` of the page before");

/** `GET /api/v1/calls`, newest first. */
export const CallQuery = filterFields
  .extend({ limit: z.coerce.number().int().min(1).max(maxPageSize).default(100), cursor: CallCursor.optional() })
  .refine(isBounded, unbounded);
export type CallQuery = z.output<typeof CallQuery>;

/** One attempt of a call at one target. */
export const Call = z.object({
  id: z.string(),
  occurredAt: z.iso.datetime(),
  kind: z.enum(["call", "unaccounted"]),
  /** Empty on what boxes reported before calls had ids. */
  callId: z.string(),
  boxId: z.string(),
  boxName: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  route: z.string(),
  model: z.string(),
  caller: z.string(),
  surface: Surface,
  runId: z.string().nullable(),
  status: CallStatus,
  errorClass: ErrorClass.nullable(),
  httpStatus: z.int().nullable(),
  attempt: z.int(),
  reason: AttemptReason,
  tokens: Tokens,
  costNanos: Nanos,
  savedNanos: Nanos,
  isEstimated: z.boolean(),
  latencyMs: Count,
  firstTokenMs: Count.nullable(),
});
export type Call = z.infer<typeof Call>;

/** `total` comes with the first page only, and counts no further than an export goes. */
export const CallPage = z.object({
  items: z.array(Call),
  next: z.string().nullable(),
  total: z.object({ count: Count, isCapped: z.boolean() }).nullable(),
});
export type CallPage = z.infer<typeof CallPage>;

/** `GET /api/v1/calls/{id}`: everything that was tried for one call, first attempt first. */
export const CallDetail = z.object({
  attempts: z.array(
    Call.extend({
      priceHash: z.string(),
      webSearches: Count,
      /** Null: the provider is gone. */
      channel: ChannelKind.nullable(),
      charges: z.array(
        z.object({
          leaseId: z.string(),
          budgetId: z.string().nullable(),
          budgetName: z.string().nullable(),
          nanos: Nanos,
        }),
      ),
    }),
  ),
});
export type CallDetail = z.infer<typeof CallDetail>;

/** `GET /api/v1/calls/facets`: what there is to filter by in a range. */
export const CallFacets = z.object({
  routes: z.array(z.string()),
  targets: z.array(z.object({ connectionId: z.string(), connectionName: z.string(), model: z.string() })),
  boxes: z.array(z.object({ id: z.string(), name: z.string() })),
  callers: z.array(z.string()),
});
export type CallFacets = z.infer<typeof CallFacets>;
