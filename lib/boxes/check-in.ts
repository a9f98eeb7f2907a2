import "server-only";
import type { z } from "zod";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { stringifyWire } from "../money.ts";
import type { CheckinRequest, CheckinResponse } from "../protocol/channel.ts";
import { checkinSeconds } from "./presence.ts";

interface Changed {
  was_presence: string;
  was_phase: string;
  was_phase_version: number;
  phase: string;
  phase_version: number;
  is_new_discovery: boolean;
  is_new_quarantine: boolean;
}

/**
 * One statement: presence, health and how far the box came with its configuration. A check-in that is older than the
 * last of the same boot changes nothing. A phase counts only for a version the console really gave; `applied_version`
 * never goes back within a boot's reports unless the box itself rolled back.
 */
export async function checkIn(ctx: Ctx, body: z.output<typeof CheckinRequest>): Promise<CheckinResponse> {
  const boxId = actingBox(ctx);
  const reported = body.reported;
  await withOrg(ctx, async (tx) => {
    const [changed] = await tx.$queryRaw<Changed[]>`
      with was as (select id, presence, phase, phase_version, discovered, quarantine from box where id = ${boxId} for update)
      update box set
        last_seen_at = now(),
        presence = 'online',
        presence_reason = null,
        session_dropped_at = case when session_id = ${body.sessionId} then null else session_dropped_at end,
        boot_id = ${body.bootId},
        checkin_seq = ${body.seq},
        agent_version = ${body.agentVersion},
        address = coalesce(${body.localAddress}, address),
        health = ${JSON.stringify(body.health)}::jsonb,
        discovered = ${JSON.stringify(body.discovered)}::jsonb,
        quarantine = ${stringifyWire(body.quarantine)}::jsonb,
        applied_version = case when ${body.appliedVersion}::int <= desired_version then ${body.appliedVersion}::int else applied_version end,
        phase = case when ${reported?.version ?? 0}::int between greatest(box.phase_version, 1) and desired_version
          then coalesce(${reported?.phase ?? null}::config_phase, box.phase) else box.phase end,
        phase_reason = case when ${reported?.version ?? 0}::int between greatest(box.phase_version, 1) and desired_version
          then ${reported?.reason ?? null} else phase_reason end,
        phase_at = case when ${reported?.version ?? 0}::int between greatest(box.phase_version, 1) and desired_version
          and (box.phase_version <> ${reported?.version ?? 0}::int or box.phase::text is distinct from ${reported?.phase ?? null})
          then now() else phase_at end,
        phase_version = case when ${reported?.version ?? 0}::int between greatest(box.phase_version, 1) and desired_version
          then ${reported?.version ?? 0}::int else box.phase_version end
      from was
      where box.id = was.id and (box.boot_id is distinct from ${body.bootId} or box.checkin_seq < ${body.seq})
      returning was.presence::text as was_presence, was.phase::text as was_phase, was.phase_version as was_phase_version,
        box.phase::text as phase, box.phase_version, was.discovered <> box.discovered as is_new_discovery,
        was.quarantine <> box.quarantine as is_new_quarantine`;
    if (!changed) return;
    const isNewPhase = changed.was_phase !== changed.phase || changed.was_phase_version !== changed.phase_version;
    if (changed.was_presence !== "online" || isNewPhase || changed.is_new_quarantine)
      await notifyOrg(tx, ctx, "boxes", boxId);
    if (isNewPhase) await notifyOrg(tx, ctx, "configs", boxId);
    if (changed.is_new_discovery) await notifyOrg(tx, ctx, "providers");
  });
  return { checkinSeconds };
}
