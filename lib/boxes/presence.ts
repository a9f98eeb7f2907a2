import "server-only";
import { z } from "zod";
import { busChannel, notifyBox, notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { system } from "../db/system.ts";

/** The pace of check-ins; missing two makes a box late, missing four offline. */
export const checkinSeconds = 20;
const lateSeconds = 45;
const offlineSeconds = 90;
/** A dropped stream may be a box changing networks: it has this long to come back before anybody is told. */
const graceSeconds = 10;

export const SessionId = z.uuid();

/** A stream opened: from now on only this session's drop counts, and an older stream is asked to end. */
export function openStreamSession(ctx: Ctx, sessionId: string): Promise<void> {
  const boxId = actingBox(ctx);
  return withOrg(ctx, async (tx) => {
    await tx.$executeRaw`
      update box set session_id = ${sessionId}, session_dropped_at = null, last_seen_at = now(), presence = 'online', presence_reason = null
      where id = ${boxId}`;
    await notifyBox(tx, ctx.org.id, boxId, "bye", sessionId);
    await notifyOrg(tx, ctx, "boxes", boxId);
  });
}

export function dropStreamSession(ctx: Ctx, sessionId: string): Promise<void> {
  const boxId = actingBox(ctx);
  return withOrg(ctx, async (tx) => {
    await tx.$executeRaw`
      update box set session_dropped_at = now() where id = ${boxId} and session_id = ${sessionId} and session_dropped_at is null`;
  });
}

/**
 * Turns silence into `late` and `offline`, by the database's clock. Run every few seconds by the worker; each change is
 * told to the dashboards in the same statement. Returns how many boxes changed.
 */
export async function sweepPresence(): Promise<number> {
  const changed = await system().$queryRaw<{ notified: unknown }[]>`
    with judged as (
      select id,
        case
          when session_dropped_at is not null and session_dropped_at < now() - make_interval(secs => ${graceSeconds})
               and last_seen_at <= session_dropped_at then 'offline'
          when last_seen_at < now() - make_interval(secs => ${offlineSeconds}) then 'offline'
          when last_seen_at < now() - make_interval(secs => ${lateSeconds}) then 'late'
          else 'online'
        end::presence as verdict,
        case when session_dropped_at is not null then 'connection_lost' else 'silent' end as reason
      from box
      where status = 'active' and presence in ('online', 'late')
    ), changed as (
      update box set presence = verdict, presence_reason = case when verdict = 'online' then null else reason end
      from judged
      where box.id = judged.id and box.presence <> judged.verdict
      returning box.id, box.org_id)
    select pg_notify(${busChannel}, json_build_object('to', 'org', 'orgId', org_id, 'topic', 'boxes', 'id', id)::text)::text as notified
    from changed`;
  return changed.length;
}
