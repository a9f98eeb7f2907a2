import "server-only";
import { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, withOrg } from "../db/client.ts";
import { filterSql } from "./filter-sql.ts";
import { type AuditEntry, type AuditFilter, type AuditPage, type AuditQuery, auditPageSize } from "./schema.ts";

/** A link of the chain with everything its hash is made of (lib/audit/append.ts). */
export interface AuditRow {
  orgId: string;
  seq: bigint;
  at: Date;
  actor: unknown;
  action: string;
  targetId: string | null;
  before: unknown;
  after: unknown;
  requestId: string;
  prevHash: string;
  hash: string;
}

interface Range {
  order: "oldest" | "newest";
  /** Not included. */
  after?: bigint;
  /** Not included. */
  before?: bigint;
  limit: number;
}

export async function readAuditRows(ctx: Ctx, filter: AuditFilter, range: Range): Promise<AuditRow[]> {
  const { order, after = 0n, before = 9_223_372_036_854_775_807n, limit } = range;
  return withOrg(
    ctx,
    (tx) => tx.$queryRaw<AuditRow[]>`
      select org_id as "orgId", seq, at, actor, action, target_id as "targetId", before, after,
        request_id as "requestId", prev_hash as "prevHash", hash
      from audit_entry
      where org_id = ${ctx.org.id} and seq > ${after} and seq < ${before} and ${filterSql(filter, ctx.org.timezone)}
      order by seq ${order === "oldest" ? Prisma.sql`asc` : Prisma.sql`desc`}
      limit ${limit}`,
  );
}

/** Newest first, by keyset: what is appended meanwhile moves nothing. */
export async function listAudit(ctx: Ctx, { before, ...filter }: AuditQuery): Promise<AuditPage> {
  requirePermission(ctx, "audit.read");
  const from = before === undefined ? {} : { before: BigInt(before) };
  const rows = await readAuditRows(ctx, filter, { order: "newest", limit: auditPageSize + 1, ...from });
  const items = rows.slice(0, auditPageSize).map(toEntry);
  return { items, next: rows.length > auditPageSize ? (items.at(-1)?.seq ?? null) : null };
}

/** Rows are for ever, so they are read forgivingly: what an older version wrote is still shown. */
const StoredActor = z.object({
  kind: z.string().catch("unknown"),
  userId: z.string().optional(),
  keyId: z.string().optional(),
  boxId: z.string().optional(),
  job: z.string().optional(),
  name: z.string().optional(),
});
const Facts = z.record(z.string(), z.unknown()).nullable().catch(null);

function toEntry({ seq, at, actor, action, targetId, before, after, requestId }: AuditRow): AuditEntry {
  const { kind, userId, keyId, boxId, job, name } = StoredActor.parse(actor);
  return {
    seq: seq.toString(),
    at: at.toISOString(),
    actor: { kind, id: userId ?? keyId ?? boxId ?? null, name: name ?? job ?? null },
    action,
    targetId,
    before: Facts.parse(before),
    after: Facts.parse(after),
    requestId,
  };
}
