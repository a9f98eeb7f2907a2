import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { withOrg } from "./client.ts";

let owner: pg.Client;
let asApp: pg.Client;
let first: SeededOrg;
let second: SeededOrg;

beforeAll(async () => {
  const connectionString = env().DATABASE_URL;
  owner = new pg.Client({ connectionString });
  asApp = new pg.Client({ connectionString, options: "-c role=kaihe_app" });
  await Promise.all([owner.connect(), asApp.connect()]);
  first = await seedOrg();
  second = await seedOrg();
  await seedBox(first.org, "first-box");
  await seedBox(second.org, "second-box");
});

afterAll(() => Promise.all([owner.end(), asApp.end()]));

describe("row-level security", () => {
  test("every table with an org_id forces it and has the tenant policy; a new table without fails here", async () => {
    const { rows } = await owner.query(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
        exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.policyname = 'tenant'
          and p.roles = '{kaihe_app}' and p.qual is not null and p.with_check is not null) as has_policy
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
      where n.nspname = 'public' and c.relkind in ('r', 'p')`);
    expect(rows.length).toBeGreaterThanOrEqual(14);
    expect(rows.filter((row) => !row.is_forced || !row.has_policy)).toEqual([]);
  });

  test("a table without an org_id is closed to the tenant role, but for the organization itself", async () => {
    const { rows } = await owner.query(`
      select distinct table_name from information_schema.role_table_grants g
      where grantee = 'kaihe_app' and table_schema = 'public' and not exists (
        select from information_schema.columns c where c.table_schema = 'public' and c.table_name = g.table_name and c.column_name = 'org_id')`);
    expect(rows).toEqual([{ table_name: "org" }]);
  });

  test("the tenant role sees nothing without an organization, and RESET ROLE does not free it", async () => {
    await asApp.query("reset role");
    expect((await asApp.query("select current_user")).rows).toEqual([{ current_user: "kaihe_app" }]);
    for (const table of ["box", "org", "member", "budget", "usage_event", "audit_entry", "provider_key"]) {
      expect((await asApp.query(`select * from ${table}`)).rows).toEqual([]);
    }
    for (const secret of ["password_hash", "totp_secret", "data_key"]) {
      await expect(asApp.query(`select ${secret} from app_user`)).rejects.toMatchObject({ code: "42501" });
    }
    expect((await asApp.query("select id, name, email from app_user")).rows).toEqual([]);
    await expect(asApp.query("select * from session")).rejects.toMatchObject({ code: "42501" });
    await expect(asApp.query("select * from usage_parts.other_days")).rejects.toMatchObject({ code: "42501" });
  });

  test("inside an organization only its rows exist, also for raw SQL", async () => {
    const names = await withOrg(first, (tx) => tx.$queryRaw`select name from box`);
    expect(names).toEqual([{ name: "first-box" }]);
    const changed = await withOrg(
      first,
      (tx) => tx.$executeRaw`update box set name = 'stolen' where org_id = ${second.org.id}`,
    );
    expect(changed).toBe(0);
  });

  test("a row for another organization cannot be written", async () => {
    const foreign = withOrg(
      first,
      (tx) =>
        tx.$executeRaw`insert into local_key (id, org_id, name, key_hash, last4) values ('key_x', ${second.org.id}, 'x', 'x', 'x')`,
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
  });

  test("facts are added, never changed: audit, usage and configuration history", async () => {
    await asApp.query("begin");
    await asApp.query("select set_config('app.org_id', $1, true)", [first.org.id]);
    for (const table of ["audit_entry", "usage_event", "config_version"]) {
      await asApp.query("savepoint before");
      await expect(asApp.query(`delete from ${table}`)).rejects.toMatchObject({ code: "42501" });
      await asApp.query("rollback to savepoint before");
      await expect(asApp.query(`update ${table} set org_id = org_id`)).rejects.toMatchObject({ code: "42501" });
      await asApp.query("rollback to savepoint before");
    }
    await asApp.query("rollback");
    await expect(owner.query("truncate audit_entry")).rejects.toThrow(/append-only/);
  });
});
