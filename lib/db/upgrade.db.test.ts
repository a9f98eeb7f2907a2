import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { listMigrationNames, migrationsDir } from "./schema-engine.ts";
import { createTestDatabase } from "./testing.ts";

const everything = { model: null, model_family: null, ends_at: null };

/**
 * The release before budgets had scopes, with something in it, brought up to this one. Here the owner sees all rows by what it
 * inherits; that migrations lift the forced row security for owners who do not is not shown by this.
 */
test("what an earlier release kept is there after an upgrade, in its new form", async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query("drop schema public cascade; drop schema usage_parts cascade; create schema public");
    const names = await listMigrationNames();
    const first = names.findIndex((name) => name.endsWith("_budgets"));
    for (const name of names.slice(0, first)) await run(client, name);
    await fill(client);
    const discounts = names.findIndex((name) => name.endsWith("_discounts"));
    for (const name of names.slice(first, discounts)) await run(client, name);
    // Between the two, a provider had one discount.
    await client.query("alter table provider_connection no force row level security");
    await client.query("update provider_connection set discount_basis_points = 1250 where id = 'prv_1'");
    await client.query("alter table provider_connection force row level security");
    for (const name of names.slice(discounts)) await run(client, name);
    const { rows: forced } = await client.query(
      "select relname from pg_class where relname in ('provider_connection', 'price_discount') and relforcerowsecurity order by 1",
    );
    expect(forced.map(({ relname }) => relname)).toEqual(["price_discount", "provider_connection"]);
    await client.query("alter table price_discount no force row level security");
    await client.query(
      "alter table usage_event no force row level security; alter table budget no force row level security",
    );
    await client.query("alter table usage_boot no force row level security");
    await client.query("alter table provider_connection no force row level security");
    const { rows: events } = await client.query(
      "select occurred_at = reported_at as is_same, agent, counted from usage_event",
    );
    expect(events).toEqual([
      { is_same: true, agent: "", counted: [] },
      { is_same: true, agent: "", counted: [] },
      { is_same: true, agent: "", counted: [] },
    ]);
    expect((await client.query("select seen from usage_boot")).rows).toEqual([
      {
        seen: [
          [0, 2],
          [5, 6],
        ],
      },
    ]);
    expect((await client.query("select on_exhausted, thresholds from budget")).rows).toEqual([
      { on_exhausted: "cheaper", thresholds: [50, 80, 100] },
    ]);
    const { rows: negotiated } = await client.query(
      "select id, connection_id, model, model_family, starts_at, ends_at, basis_points from price_discount",
    );
    expect(negotiated).toEqual([
      { id: "dsc_1", connection_id: "prv_1", basis_points: 1250, starts_at: new Date(0), ...everything },
    ]);
    const { rows: models } = await client.query("select models from provider_connection order by name");
    expect(models[0]?.models).toMatchObject([{ id: "new", listPrices: [] }]);
    expect(models[1]?.models).toMatchObject([{ id: "old", priceSource: "manual", listPrices: [{ fromMs: 0 }] }]);
  } finally {
    await client.end();
  }
});

async function run(client: pg.Client, name: string): Promise<void> {
  await client.query(await readFile(join(migrationsDir, name, "migration.sql"), "utf8"));
}

async function fill(client: pg.Client): Promise<void> {
  const tables = ["org", "box", "provider_connection", "budget", "usage_event"];
  for (const table of tables) await client.query(`alter table ${table} no force row level security`);
  await client.query(
    "insert into org (id, slug, name, signing_key, signing_secret) values ('org_1', 's', 'n', '{}', '{}')",
  );
  await client.query(`insert into box (id, org_id, name, enrollment_id, serial, model, agent_version, signing_key, key_thumbprint, sealing_key)
    values ('box_1', 'org_1', 'b', 'e', 's', 'm', '1', '{}', 't', 'k')`);
  const rate = {
    aboveInputTokens: 0,
    inputNanosPerMillion: "1",
    cacheReadNanosPerMillion: "1",
    outputNanosPerMillion: "2",
  };
  const old = [{ id: "old", price: { hash: "h", tiers: [rate] }, maxOutputTokens: 9 }];
  const connect =
    "insert into provider_connection (id, org_id, name, kind, base_url, channel, models, key_last4) values ($1, 'org_1', $2, 'openai', 'u', 'direct', $3, 'x')";
  await client.query(connect, ["prv_1", "z old", JSON.stringify(old)]);
  await client.query(connect, ["prv_2", "a new", JSON.stringify([{ id: "new", listPrices: [] }])]);
  await client.query(
    "insert into budget (id, org_id, name, cap_nanos, period) values ('bud_1', 'org_1', 'b', 5, 'month')",
  );
  const boot = randomUUID();
  for (const seq of [0, 1, 5]) {
    await client.query(
      `insert into usage_event (org_id, box_id, boot_id, seq, day, occurred_at, kind, connection_id, route, model, caller, status,
         input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, cost_nanos, is_estimated, price_hash, latency_ms, charges)
       values ('org_1', 'box_1', $1, $2, '2026-11-01', '2026-11-01T00:00:00Z', 'call', 'prv_1', '', '', '', 'ok', 0, 0, 0, 0, 0, false, '', 0, '[]')`,
      [boot, seq],
    );
  }
  for (const table of tables) await client.query(`alter table ${table} force row level security`);
}
