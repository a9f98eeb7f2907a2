import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { withOrg } from "./client.ts";
import { fillEveryTable, leakyTables, openTables, type Sides } from "./tenant-probe.ts";
import { createTestDatabase } from "./testing.ts";

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

  test("every table is a tenant's, or the organization and its people themselves, or closed to the tenant role", async () => {
    const { rows } = await owner.query(`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and (has_table_privilege('kaihe_app', c.oid, 'select, insert, update, delete, truncate, references, trigger')
          or has_any_column_privilege('kaihe_app', c.oid, 'select, insert, update, references'))
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
      order by 1`);
    expect(rows).toEqual([{ name: "app_user" }, { name: "org" }]);
    const { rows: policies } = await owner.query(`
      select p.tablename || '.' || p.policyname as name from pg_policies p join pg_class c on c.relname = p.tablename
      where p.tablename in ('org', 'app_user') and 'kaihe_app' = any (p.roles) and c.relrowsecurity and c.relforcerowsecurity order by 1`);
    expect(policies.map(({ name }) => name)).toEqual(["app_user.fellow_member", "org.tenant"]);
  });

  test("of people the tenant role reads five columns and writes none", async () => {
    const { rows } = await owner.query(`
      select column_name as name, privilege_type as may from information_schema.column_privileges
      where grantee = 'kaihe_app' and table_schema = 'public' and table_name = 'app_user' order by 1`);
    const readable = ["created_at", "email", "id", "name", "totp_confirmed_at"];
    expect(rows).toEqual(readable.map((name) => ({ name, may: "SELECT" })));
  });

  test("the tenant role reaches no other schema, owns nothing and passes no policy by", async () => {
    const { rows: schemas } = await owner.query(`
      select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)' and has_schema_privilege('kaihe_app', oid, 'usage')`);
    expect(schemas).toEqual([{ name: "public" }]);
    const { rows: role } = await owner.query(`
      select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as is_mighty,
        (select count(*)::int from pg_class where relowner = r.oid) as owned,
        (select count(*)::int from pg_auth_members where member = r.oid) as memberships
      from pg_roles r where rolname = 'kaihe_app'`);
    expect(role).toEqual([{ is_mighty: false, owned: 0, memberships: 0 }]);
  });

  test("the tenant role sees nothing without an organization, and RESET ROLE does not free it", async () => {
    await asApp.query("reset role");
    expect((await asApp.query("select current_user")).rows).toEqual([{ current_user: "kaihe_app" }]);
    const tables = await openTables(owner);
    expect(tables.length).toBeGreaterThanOrEqual(17);
    for (const { name, columns } of tables) {
      expect((await asApp.query(`select ${columns.join(", ")} from ${name}`)).rows).toEqual([]);
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

describe("every policy by itself", () => {
  const sides: Sides = { own: "org_own", foreign: "org_foreign" };

  interface Policy {
    table: string;
    name: string;
    qual: string;
    check: string | null;
  }

  async function open(url: string, options?: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, ...(options ? { options } : {}) });
    await client.connect();
    return client;
  }

  async function replacePolicy(client: pg.Client, { table, name }: Policy, qual: string, check: string | null) {
    await client.query("begin");
    await client.query(`drop policy ${name} on ${table}`);
    const rest = check === null ? "" : ` with check (${check})`;
    await client.query(
      `create policy ${name} on ${table} ${check === null ? "for select" : ""} to kaihe_app using (${qual})${rest}`,
    );
    await client.query("commit");
  }

  test("holds back what nothing else does: opened for reading or for writing, exactly its table leaks", async () => {
    await using database = await createTestDatabase();
    const client = await open(database.url);
    const app = await open(database.url, "-c role=kaihe_app");
    try {
      await fillEveryTable(client, sides);
      expect(await leakyTables(app, sides)).toEqual([]);
      const { rows } = await client.query<Policy>(`
        select tablename as table, policyname as name, qual, with_check as check from pg_policies
        where schemaname = 'public' and 'kaihe_app' = any (roles) order by 1`);
      expect(rows.map(({ table }) => table)).toEqual((await openTables(client)).map(({ name }) => name));
      for (const policy of rows) {
        await replacePolicy(client, policy, "true", policy.check === null ? null : "true");
        expect(await leakyTables(app, sides), `${policy.table} open`).toEqual([policy.table]);
        if (policy.check !== null) {
          await replacePolicy(client, policy, policy.qual, "true");
          expect(await leakyTables(app, sides), `${policy.table} open for writing`).toEqual([policy.table]);
        }
        await replacePolicy(client, policy, policy.qual, policy.check);
      }
      expect(await leakyTables(app, sides)).toEqual([]);
    } finally {
      await Promise.all([client.end(), app.end()]);
    }
  });
});
