import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withSystem } from "#lib/db/system.ts";
import { env } from "#lib/env.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { appendAudit } from "./append.ts";
import { verifyChain } from "./verify.ts";
import { verifyAllChains } from "./verify-all.ts";

/** The one who may do anything in the database: the console's own roles can do none of this. */
let intruder: pg.Client;
let seeded: SeededOrg;

beforeAll(async () => {
  intruder = new pg.Client({ connectionString: env().DATABASE_URL });
  await intruder.connect();
});
afterAll(() => intruder.end());
beforeEach(async () => {
  seeded = await seedOrg();
  for (let index = 1; index <= 6; index += 1) await append(index);
});

const append = (index: number) =>
  withSystem((tx) =>
    appendAudit(tx, seeded.owner, { action: "budgets.change", targetId: `bud_${index}`, after: { index } }),
  );

/** Runs SQL past triggers and row security, as the owner of the tables can. */
async function tamper(sql: string): Promise<void> {
  const each = (change: string) =>
    ["audit_entry", "audit_head"].map((table) => `alter table ${table} ${change};`).join("\n");
  await intruder.query(`${each("disable trigger user")} ${each("disable row level security")}`);
  await intruder.query(sql.replaceAll("$org", `'${seeded.org.id}'`));
  await intruder.query(`${each("enable trigger user")} ${each("enable row level security")}`);
}

async function faults(anchor?: { seq: bigint; hash: string }): Promise<string[]> {
  const report = await withSystem((tx) => verifyChain(tx, seeded.org.id, anchor));
  return report.faults.map(({ seq, kind }) => `${kind} ${seq}`);
}

describe("a chain that nobody touched", () => {
  test("is whole, also after more is written", async () => {
    expect(await faults()).toEqual([]);
    await append(7);
    expect(await withSystem((tx) => verifyChain(tx, seeded.org.id))).toMatchObject({ entries: 7, head: { seq: 7n } });
  });
});

describe("verify names", () => {
  test.each([
    ["what was done", "action = 'budgets.delete'"],
    ["who did it", `actor = '{"kind":"user","userId":"usr_x","name":"Somebody else","role":"owner"}'`],
    ["to what", "target_id = 'bud_9'"],
    ["when", "at = at - interval '1 day'"],
    ["the values", `after = '{"index": 9}'`],
    ["values taken away", "after = null"],
    ["the request", "request_id = 'x'"],
  ])("a row in which %s was flipped", async (_what, change) => {
    await tamper(`update audit_entry set ${change} where org_id = $org and seq = 3`);
    expect(await faults()).toEqual(["altered 3"]);
  });

  test("a row whose hash was made to fit: the next does not follow from it", async () => {
    await tamper("update audit_entry set hash = repeat('a', 64) where org_id = $org and seq = 3");
    expect(await faults()).toEqual(["altered 3", "broken_link 4"]);
  });

  test("a deleted row, and a deleted stretch", async () => {
    await tamper("delete from audit_entry where org_id = $org and seq = 2");
    expect(await faults()).toEqual(["missing 2"]);
    await tamper("delete from audit_entry where org_id = $org and seq in (4, 5)");
    expect(await faults()).toEqual(["missing 2", "missing 4"]);
  });

  test("the first row", async () => {
    await tamper("delete from audit_entry where org_id = $org and seq = 1");
    expect(await faults()).toEqual(["missing 1"]);
  });

  test("two rows that changed places", async () => {
    await tamper("update audit_entry set seq = -2 where org_id = $org and seq = 2");
    await tamper("update audit_entry set seq = 2 where org_id = $org and seq = 3");
    await tamper("update audit_entry set seq = 3 where org_id = $org and seq = -2");
    expect(await faults()).toEqual(["broken_link 2", "altered 2", "broken_link 3", "altered 3", "broken_link 4"]);
  });

  test("an end that was cut off, by the head", async () => {
    await tamper("delete from audit_entry where org_id = $org and seq > 4");
    expect(await faults()).toEqual(["missing 5"]);
  });

  test("an end that was cut off together with the head", async () => {
    await tamper("delete from audit_entry where org_id = $org and seq > 4");
    await tamper("delete from audit_head where org_id = $org");
    expect(await faults()).toEqual(["no_head 4"]);
  });

  test("a head that somebody wrote to fit the cut", async () => {
    await tamper("delete from audit_entry where org_id = $org and seq > 4");
    await tamper(
      "update audit_head h set seq = e.seq, hash = e.hash from audit_entry e where h.org_id = $org and e.org_id = $org and e.seq = 4",
    );
    expect(await faults()).toEqual(["forged_head 4"]);
  });

  test("a chain that is gone as a whole", async () => {
    await tamper("delete from audit_entry where org_id = $org");
    expect(await faults()).toEqual(["missing 1"]);
    const all = await verifyAllChains();
    expect(all.find(({ orgId }) => orgId === seeded.org.id)?.faults).toHaveLength(1);
  });

  test("an old state put back whole, head and all, only by an anchor that was kept elsewhere", async () => {
    const old = await withSystem((tx) => tx.auditHead.findFirstOrThrow({ where: { orgId: seeded.org.id } }));
    await append(7);
    const { head } = await withSystem((tx) => verifyChain(tx, seeded.org.id));
    await tamper("delete from audit_entry where org_id = $org and seq = 7");
    await tamper(`update audit_head set seq = 6, hash = '${old.hash}', mac = '${old.mac}' where org_id = $org`);
    expect(await faults()).toEqual([]);
    expect(await faults(head ?? undefined)).toEqual(["not_the_anchor 7"]);
    // Written on from there, the chain is whole again, and still not the one that was.
    await append(77);
    expect(await faults()).toEqual([]);
    expect(await faults(head ?? undefined)).toEqual(["not_the_anchor 7"]);
  });
});

test("the console's own roles cannot do any of it", async () => {
  for (const role of ["kaihe_app", "kaihe_system"]) {
    const client = new pg.Client({ connectionString: env().DATABASE_URL, options: `-c role=${role}` });
    await client.connect();
    await client.query("select set_config('app.org_id', $1, false)", [seeded.org.id]);
    for (const sql of [
      "update audit_entry set action = 'x'",
      "delete from audit_entry",
      "truncate audit_entry",
      "delete from audit_head",
      "set session_replication_role = replica",
    ]) {
      await expect(client.query(sql)).rejects.toMatchObject({ code: "42501" });
    }
    await expect(client.query("update audit_head set seq = seq - 1")).rejects.toThrow(/moves by one/);
    await client.end();
  }
});

test("after a cut the console writes no further row that would hide it", async () => {
  await tamper("delete from audit_entry where org_id = $org and seq > 4");
  await append(8);
  expect(await faults()).toEqual(["missing 5"]);
});
