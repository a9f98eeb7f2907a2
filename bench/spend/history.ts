import { randomUUID } from "node:crypto";
import { system } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";

export const size = { days: 400, boxes: 1000, providers: 8, models: 20 };
const combinations = 4;

/**
 * An organization with 400 days of hourly sums of 1,000 boxes on 8 providers and 20 models, written straight into the rollup:
 * each box has four combinations of provider, model, agent and caller. `callsPerRow` calls stand behind each row, of which
 * there is one an hour, or one in `everyHours`.
 */
export async function seedHistory({ everyHours, callsPerRow }: { everyHours: number; callsPerRow: number }) {
  const seeded: SeededOrg = await seedOrg();
  const { org } = seeded;
  const connections: string[] = [];
  for (let index = 0; index < size.providers; index += 1) {
    connections.push(await seedProvider(org, { name: `Provider ${index + 1}` }));
  }
  const channels = ["direct", "cloud", "middleware"] as const;
  for (const [index, id] of connections.entries()) {
    await system().providerConnection.update({ where: { id }, data: { channel: channels[index % 3] ?? "local" } });
  }
  const boxIds = Array.from({ length: size.boxes }, () => newId("box"));
  await system().box.createMany({
    data: boxIds.map((id, index) => ({
      id,
      orgId: org.id,
      name: `Box ${index + 1}`,
      enrollmentId: randomUUID(),
      serial: id,
      model: "KaiheAiBox",
      agentVersion: "0.1.0",
      signingKey: {},
      keyThumbprint: id,
      sealingKey: "",
      tags: [`site-${index % 12}`],
    })),
  });
  const rows = await system().$executeRaw`
    insert into usage_rollup (org_id, hour, connection_id, model, box_id, caller, agent, requests, errors, input_tokens,
      cache_read_tokens, output_tokens, reasoning_tokens, cost_nanos)
    select ${org.id}, date_trunc('hour', now()) - make_interval(hours => h), c.connection, 'model-' || c.model, b.id, 'caller-' || (c.pick % 5),
      'agent-' || (c.pick % 10), ${callsPerRow}, 0, 4000 * ${callsPerRow}, 2000 * ${callsPerRow}, 300 * ${callsPerRow}, 0,
      (1000000 + (c.pick * 7919 + h) % 900000) * ${callsPerRow}::bigint
    from generate_series(0, ${size.days * 24 - 1}) h
    cross join unnest(${boxIds}::text[]) with ordinality as b(id, n)
    cross join lateral (
      select pick, pick % ${size.models} as model, (${connections}::text[])[1 + (pick % ${size.models}) % ${size.providers}] as connection
      from (select (b.n * 31 + (h + b.n) % ${combinations} * 17) % 1000 as pick) p) c
    where (h + b.n) % ${everyHours} = 0`;
  return { ...seeded, connections, boxIds, rows };
}
