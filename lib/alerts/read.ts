import "server-only";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import { type Alert, AlertFigures, AlertKind, type AlertPage, type AlertQuery, alertPageSize } from "./schema.ts";

interface AlertRow {
  id: string;
  kind: string;
  subject_id: string;
  percent: number;
  figures: unknown;
  period_start: Date;
  created_at: Date;
  is_read: boolean;
}

/** The badge says "99+" from here on; counting further would read ever more for nothing. */
const mostCounted = 100;

/** What was told before somebody joined is nothing that they have yet to read. */
const isReadSql = Prisma.sql`(r.alert_id is not null or m.created_at is null or a.created_at < m.created_at)`;

const ofPerson = (userId: string) => Prisma.sql`
  from alert a
  left join alert_read r on r.org_id = a.org_id and r.alert_id = a.id and r.user_id = ${userId}
  left join member m on m.org_id = a.org_id and m.user_id = ${userId}`;

/** Newest first, by keyset, with what the person who asks has read. */
export async function listAlerts(ctx: Ctx, { kind, budget, before, limit }: AlertQuery): Promise<AlertPage> {
  requirePermission(ctx, "budgets.read");
  const userId = personBehind(ctx.actor) ?? "";
  const size = limit ?? alertPageSize;
  return withOrg(ctx, async (tx) => {
    const rows = await tx.$queryRaw<AlertRow[]>`
      select a.id, a.kind, a.subject_id, a.percent, a.figures, a.period_start, a.created_at, ${isReadSql} as is_read
      ${ofPerson(userId)}
      where a.org_id = ${ctx.org.id}
        ${kind === undefined ? Prisma.empty : Prisma.sql`and a.kind = ${kind}`}
        ${budget === undefined ? Prisma.empty : Prisma.sql`and a.budget_id = ${budget}`}
        ${before === undefined ? Prisma.empty : Prisma.sql`and a.id < ${before}`}
      order by a.id desc limit ${size + 1}`;
    const items = rows.slice(0, size).map(toAlert);
    const next = rows.length > size ? (items.at(-1)?.id ?? null) : null;
    return { items, next, unread: await countUnread(tx, ctx.org.id, userId) };
  });
}

async function countUnread(tx: Tx, orgId: string, userId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ unread: number }[]>`
    select count(*)::int as unread from (
      select ${ofPerson(userId)} where a.org_id = ${orgId} and not ${isReadSql} limit ${mostCounted}) as counted`;
  return row?.unread ?? 0;
}

function toAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    kind: AlertKind.parse(row.kind),
    subjectId: row.subject_id,
    percent: row.percent,
    figures: AlertFigures.parse(row.figures),
    periodStart: row.period_start.toISOString(),
    createdAt: row.created_at.toISOString(),
    isRead: row.is_read,
  };
}
