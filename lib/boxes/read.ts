import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { HealthNode } from "../protocol/channel.ts";
import { fingerprintWords } from "../protocol/fingerprint.ts";
import { readBoxBudgets } from "./read-budgets.ts";
import { type BoxDetail, type BoxSummary, type ConfigPhase, Quarantine } from "./schema.ts";

interface BoxRow {
  id: string;
  name: string;
  serial: string;
  model: string;
  status: "active" | "decommissioned";
  presence: BoxSummary["presence"];
  presence_reason: string | null;
  last_seen_at: Date | null;
  agent_version: string;
  tags: string[];
  address: string | null;
  key_thumbprint: string;
  created_at: Date;
  health: unknown;
  quarantine: unknown;
  clock_skew_ms: bigint;
  is_compiled: boolean;
  desired_version: number;
  applied_version: number;
  phase_version: number;
  phase: ConfigPhase;
  phase_reason: string | null;
  phase_at: Date | null;
  spend_24h: bigint;
}

function selectBoxes(tx: Tx, where: Prisma.Sql): Promise<BoxRow[]> {
  return tx.$queryRaw<BoxRow[]>`
    select box.*, box.compiled_revision >= org.config_revision as is_compiled, coalesce(spend.nanos, 0)::bigint as spend_24h
    from box
    join org on org.id = box.org_id
    left join (
      select box_id, sum(cost_nanos) as nanos from usage_rollup
      where hour > now() - interval '24 hours' group by box_id
    ) spend on spend.box_id = box.id
    where ${where}
    order by lower(box.name), box.id`;
}

/**
 * What the organization asked for counts, not what the box last said: anything newer than the version the box speaks
 * of makes it pending.
 */
export function configStateOf(
  row: Pick<
    BoxRow,
    "is_compiled" | "desired_version" | "applied_version" | "phase_version" | "phase" | "phase_reason" | "phase_at"
  >,
) {
  const isBehind = !row.is_compiled || row.desired_version > row.phase_version;
  return {
    phase: isBehind ? ("pending" as const) : row.phase,
    reason: isBehind ? null : row.phase_reason,
    version: row.phase_version,
    desiredVersion: row.desired_version,
    appliedVersion: row.applied_version,
    at: row.phase_at?.toISOString() ?? null,
  };
}

function summary(row: BoxRow): BoxSummary {
  return {
    id: row.id,
    name: row.name,
    serial: row.serial,
    model: row.model,
    status: row.status,
    presence: row.presence,
    presenceReason: row.presence_reason,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    agentVersion: row.agent_version,
    tags: row.tags,
    config: configStateOf(row),
    spend24hNanos: row.spend_24h,
  };
}

export async function listBoxes(ctx: Ctx): Promise<{ items: BoxSummary[] }> {
  requirePermission(ctx, "boxes.read");
  const rows = await withOrg(ctx, (tx) => selectBoxes(tx, Prisma.sql`box.status = 'active'`));
  return { items: rows.map(summary) };
}

export async function getBox(ctx: Ctx, boxId: string): Promise<z.output<typeof BoxDetail>> {
  requirePermission(ctx, "boxes.read");
  return withOrg(ctx, async (tx) => {
    const [row] = await selectBoxes(tx, Prisma.sql`box.id = ${boxId}`);
    if (!row) throw notFound("box");
    return {
      ...summary(row),
      address: row.address,
      words: fingerprintWords(row.key_thumbprint),
      createdAt: row.created_at.toISOString(),
      health: HealthNode.nullable().parse(row.health),
      budgets: await readBoxBudgets(tx, ctx, row),
      quarantine: Quarantine.parse(row.quarantine),
      clockSkewMs: Number(row.clock_skew_ms),
    };
  });
}
