import "server-only";
import { Prisma } from "../db/client.ts";
import type { AuditFilter } from "./schema.ts";

/** Makes text stand for itself inside LIKE. */
const literal = (text: string) => text.replace(/[\\%_]/g, "\\$&");

/** Conditions on `audit_entry`; row-level security and `org_id` are the caller's. */
export function filterSql({ actor, noun, from, to, target }: AuditFilter, timezone: string): Prisma.Sql {
  const like = `%${literal(target ?? "")}%`;
  const conditions = [
    actor === undefined
      ? null
      : Prisma.sql`${actor} in (actor->>'userId', actor->>'keyId', actor->>'boxId', actor->>'kind')`,
    noun === undefined ? null : Prisma.sql`action like ${`${literal(noun)}.%`}`,
    from === undefined ? null : Prisma.sql`at >= (${from}::date)::timestamp at time zone ${timezone}`,
    to === undefined ? null : Prisma.sql`at < (${to}::date + 1)::timestamp at time zone ${timezone}`,
    target === undefined
      ? null
      : Prisma.sql`concat_ws(' ', target_id, before->>'name', after->>'name', before->>'email', after->>'email') ilike ${like}`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " and ");
}
