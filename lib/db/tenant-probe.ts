import type pg from "pg";

/** A table that the tenant role may touch at all, and the column that says whose a row is. */
interface OpenTable {
  name: string;
  ownerColumn: string;
  columns: string[];
}

/** Only for tests: whose rows `own` and `foreign` are, as fillEveryTable wrote them. */
export interface Sides {
  own: string;
  foreign: string;
}

const personOf = (org: string) => `person_of_${org}`;
/** People have no organization; the one that a person belongs to stands in their id here. */
const sideIn = (table: OpenTable, org: string) => (table.name === "app_user" ? personOf(org) : org);

/** From the catalog, so that a new table is probed without anyone listing it. */
export async function openTables(client: pg.Client): Promise<OpenTable[]> {
  const { rows } = await client.query<OpenTable>(`
    select c.relname as name,
      case when bool_or(a.attname = 'org_id') then 'org_id' else 'id' end as "ownerColumn",
      array_agg(a.attname::text) filter (where has_column_privilege('kaihe_app', c.oid, a.attnum, 'select')) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and has_any_column_privilege('kaihe_app', c.oid, 'select, insert, update')
    group by c.oid, c.relname order by c.relname`);
  return rows;
}

/** What a column of this type may hold when nothing else is known of it. */
const fillers = `case
  when t.typtype = 'e' then (select quote_literal(enumlabel) from pg_enum where enumtypid = t.oid order by enumsortorder limit 1)
  when t.typcategory = 'S' then quote_literal(gen_random_uuid()::text)
  when t.typcategory = 'N' then '1'
  when t.typcategory = 'B' then 'false'
  when t.typcategory = 'A' then quote_literal('{}')
  when t.typname = 'bytea' then quote_literal('\\x00')
  when t.typname in ('json', 'jsonb') then quote_literal('{}')
  when t.typname = 'uuid' then 'gen_random_uuid()'
  when t.typcategory = 'D' then 'now()'
end`;

/**
 * One row for each side in every table that the tenant role may touch. For a database of its own: foreign keys, checks
 * and triggers go, since what they guard is not the question here.
 */
export async function fillEveryTable(owner: pg.Client, { own, foreign }: Sides): Promise<void> {
  await owner.query(`do $$ declare one record; begin
    for one in select conrelid::regclass as name, conname from pg_constraint
      where contype in ('f', 'c') and connamespace = 'public'::regnamespace and conparentid = 0 loop
      execute format('alter table %s drop constraint if exists %I', one.name, one.conname);
    end loop;
    for one in select tgrelid::regclass as name, tgname from pg_trigger t join pg_class c on c.oid = tgrelid
      where not tgisinternal and tgparentid = 0 and c.relnamespace = 'public'::regnamespace loop
      execute format('drop trigger %I on %s', one.tgname, one.name);
    end loop;
  end $$`);
  await owner.query("set role kaihe_system");
  for (const table of await openTables(owner)) {
    for (const org of [own, foreign]) {
      const { rows } = await owner.query<{ name: string; filler: string | null }>(
        `select quote_ident(a.attname) as name, ${fillers} as filler
         from pg_attribute a join pg_type t on t.oid = a.atttypid
         where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''`,
        [table.name],
      );
      const values = rows.map(({ name, filler }) => {
        if (name === "user_id") return `'${personOf(org)}'`;
        return name === table.ownerColumn ? `'${sideIn(table, org)}'` : (filler ?? "null");
      });
      await owner.query(
        `insert into ${table.name} (${rows.map(({ name }) => name).join(", ")}) values (${values.join(", ")})`,
      );
    }
  }
  await owner.query("reset role");
}

/**
 * Tries, as the tenant role inside `own`, to see and to write rows of `foreign` in every table, and answers with the
 * names of the tables where that works, or where not even the own row can be seen.
 */
export async function leakyTables(asApp: pg.Client, { own, foreign }: Sides): Promise<string[]> {
  const leaky: string[] = [];
  for (const table of await openTables(asApp)) {
    await asApp.query("begin");
    await asApp.query("select set_config('app.org_id', $1, true)", [own]);
    const isTight =
      (await seesOnlyItsOwn(asApp, table, own)) && (await writesOnlyItsOwn(asApp, table, { own, foreign }));
    await asApp.query("rollback");
    if (!isTight) leaky.push(table.name);
  }
  return leaky;
}

async function seesOnlyItsOwn(asApp: pg.Client, table: OpenTable, own: string): Promise<boolean> {
  const { rows } = await asApp.query(`select ${table.ownerColumn} as side from ${table.name}`);
  return rows.length === 1 && rows[0].side === sideIn(table, own);
}

async function writesOnlyItsOwn(asApp: pg.Client, table: OpenTable, sides: Sides): Promise<boolean> {
  const { name, ownerColumn: column } = table;
  const [own, foreign] = [sideIn(table, sides.own), sideIn(table, sides.foreign)];
  const columns = table.columns.map((each) => `"${each}"`).join(", ");
  const copied = table.columns.map((each) => (each === column ? "$2::text" : `"${each}"`)).join(", ");
  const attempts: [string, string[]][] = [
    [`update ${name} set ${column} = $1 where ${column} = $1`, [foreign]],
    [`delete from ${name} where ${column} = $1`, [foreign]],
    [`update ${name} set ${column} = $2 where ${column} = $1`, [own, foreign]],
    [`insert into ${name} (${columns}) select ${copied} from ${name} where ${column} = $1`, [own, foreign]],
  ];
  for (const [sql, values] of attempts) {
    if ((await effectOf(asApp, sql, values)) !== "nothing") return false;
  }
  return true;
}

/** Whether a statement did nothing, because no row was in reach or the policy or a missing right refused it. */
async function effectOf(asApp: pg.Client, sql: string, values: string[]): Promise<string> {
  await asApp.query("savepoint attempt");
  try {
    const { rowCount } = await asApp.query(sql, values);
    return rowCount === 0 ? "nothing" : `${rowCount} rows`;
  } catch (error) {
    // 42501, insufficient_privilege: both a missing right and a row that the policy does not let in.
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code === "42501" ? "nothing" : code;
  } finally {
    await asApp.query("rollback to savepoint attempt");
  }
}
