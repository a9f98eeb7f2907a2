import pg from "pg";
import { env } from "#lib/env.ts";
import type { Tenant } from "./tenant.ts";

let reader: pg.Client | undefined;

/** A fingerprint of every row that an organization has in any table, and of its people. */
export async function digestOf({ seeded: { org }, people }: Tenant): Promise<Record<string, string>> {
  reader ??= await connected();
  const { rows } = await reader.query<{ name: string; key: string }>(`
    select c.relname as name, case when a.attname = 'org_id' then 'org_id' else 'user_id' end as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname in ('org_id', 'user_id') and not a.attisdropped
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1, 2`);
  const ids = Object.values(people).map(({ id }) => id);
  const digests: Record<string, string> = {};
  for (const { name, key } of rows) {
    const {
      rows: [row],
    } = await reader.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
       from ${name} t where ${key} = any($1)`,
      [key === "org_id" ? [org.id] : ids],
    );
    digests[`${name}.${key}`] = row.digest;
  }
  return digests;
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  return client;
}
