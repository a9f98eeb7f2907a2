import "server-only";
import { z } from "zod";
import type { Tx } from "../db/client.ts";
import { stringifyWire } from "../money.ts";
import { findUnknownPrices } from "../prices/known-hashes.ts";
import { enterIntake, unsettleHours } from "../spend/settle.ts";
import { appendEvents } from "./events.ts";
import type { Rollup } from "./rollup.ts";
import type { UsageStore } from "./store.ts";

const SeenRow = z.object({
  boot_id: z.string(),
  seen: z.array(z.tuple([z.number(), z.number()])),
});

/** Ingest's store inside the transaction `tx`. */
export function postgresUsageStore(tx: Tx, orgId: string): UsageStore {
  return {
    async lockBoots(boxId, bootIds) {
      await tx.$executeRaw`
        insert into usage_boot (org_id, box_id, boot_id, seen)
        select ${orgId}, ${boxId}, boot_id, '[]' from unnest(${[...bootIds]}::text[]) as boot_id
        order by boot_id on conflict do nothing`;
      const rows = await tx.$queryRaw<unknown[]>`
        select boot_id, seen from usage_boot
        where org_id = ${orgId} and box_id = ${boxId} and boot_id = any(${[...bootIds]}) order by boot_id for update`;
      return new Map(rows.map((row) => SeenRow.parse(row)).map(({ boot_id, seen }) => [boot_id, seen]));
    },

    async findUnknown({ connectionIds, priceHashes }) {
      const found = await tx.providerConnection.findMany({
        where: { orgId, id: { in: [...connectionIds] } },
        select: { id: true },
      });
      const known = new Set(found.map(({ id }) => id));
      return {
        connectionIds: new Set([...connectionIds].filter((id) => !known.has(id))),
        priceHashes: await findUnknownPrices(tx, orgId, priceHashes),
      };
    },

    async save(boxId, { seenByBoot, events, rollups, skewMs }) {
      await enterIntake(tx, orgId);
      await appendEvents(tx, { orgId, boxId }, events);
      await addRollups(tx, { orgId, boxId }, rollups);
      const hours = [...new Set(rollups.map(({ hourMs }) => hourMs))];
      await unsettleHours(
        tx,
        orgId,
        hours.map((ms) => new Date(ms)),
      );
      const boots = [...seenByBoot].map(([bootId, seen]) => ({ boot_id: bootId, seen }));
      await tx.$executeRaw`
        with boots as (
          update usage_boot u set seen = b.seen, updated_at = now()
          from jsonb_to_recordset(${JSON.stringify(boots)}::jsonb) as b(boot_id text, seen jsonb)
          where u.org_id = ${orgId} and u.box_id = ${boxId} and u.boot_id = b.boot_id
        )
        update box set clock_skew_ms = ${skewMs}::bigint
        where id = ${boxId} and org_id = ${orgId} and clock_skew_ms <> ${skewMs}::bigint`;
    },
  };
}

async function addRollups(
  tx: Tx,
  { orgId, boxId }: { orgId: string; boxId: string },
  rollups: readonly Rollup[],
): Promise<void> {
  const rows = rollups.map(({ hourMs, tokens, ...row }) => ({
    ...row,
    ...tokens,
    hour: new Date(hourMs).toISOString(),
  }));
  await tx.$executeRaw`
    insert into usage_rollup (org_id, box_id, hour, connection_id, model, agent, caller, requests, errors, input_tokens,
      cache_read_tokens, output_tokens, reasoning_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
      audio_input_tokens, audio_output_tokens, image_output_tokens, web_searches, cost_nanos, saved_nanos)
    select ${orgId}, ${boxId}, hour, "connectionId", model, agent, caller, requests, errors, input, "cacheRead", output,
      reasoning, "cacheWrite5m", "cacheWrite1h", "audioInput", "audioOutput", "imageOutput", "webSearches", "costNanos", "savedNanos"
    from jsonb_to_recordset(${stringifyWire(rows)}::jsonb) as r(hour timestamptz, "connectionId" text, model text,
      agent text, caller text, requests bigint, errors bigint, input bigint, "cacheRead" bigint, output bigint,
      reasoning bigint, "cacheWrite5m" bigint, "cacheWrite1h" bigint, "audioInput" bigint, "audioOutput" bigint,
      "imageOutput" bigint, "webSearches" bigint, "costNanos" bigint, "savedNanos" bigint)
    on conflict (org_id, hour, connection_id, model, box_id, agent, caller) do update set
      requests = usage_rollup.requests + excluded.requests,
      errors = usage_rollup.errors + excluded.errors,
      input_tokens = usage_rollup.input_tokens + excluded.input_tokens,
      cache_read_tokens = usage_rollup.cache_read_tokens + excluded.cache_read_tokens,
      output_tokens = usage_rollup.output_tokens + excluded.output_tokens,
      reasoning_tokens = usage_rollup.reasoning_tokens + excluded.reasoning_tokens,
      cache_write_5m_tokens = usage_rollup.cache_write_5m_tokens + excluded.cache_write_5m_tokens,
      cache_write_1h_tokens = usage_rollup.cache_write_1h_tokens + excluded.cache_write_1h_tokens,
      audio_input_tokens = usage_rollup.audio_input_tokens + excluded.audio_input_tokens,
      audio_output_tokens = usage_rollup.audio_output_tokens + excluded.audio_output_tokens,
      image_output_tokens = usage_rollup.image_output_tokens + excluded.image_output_tokens,
      web_searches = usage_rollup.web_searches + excluded.web_searches,
      cost_nanos = usage_rollup.cost_nanos + excluded.cost_nanos,
      saved_nanos = usage_rollup.saved_nanos + excluded.saved_nanos`;
}
