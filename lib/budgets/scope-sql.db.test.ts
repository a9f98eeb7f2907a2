import fc from "fast-check";
import { expect, test } from "vitest";
import { Prisma } from "#lib/db/client.ts";
import { system } from "#lib/db/system.ts";
import { isOfFamily, ModelFamily } from "#lib/protocol/budget.ts";
import { isOfFamilySql, modelNameSql } from "./scope-sql.ts";

async function inSql(pairs: readonly { model: string; family: string }[]): Promise<boolean[]> {
  const rows = await system().$queryRaw<{ is_of: boolean }[]>`
    select ${isOfFamilySql(modelNameSql(Prisma.sql`p.value ->> 'model'`), Prisma.sql`(p.value ->> 'family')`)} as is_of
    from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) with ordinality p order by p.ordinality`;
  return rows.map((row) => row.is_of);
}

test("Postgres and the box agree on which models are of a family", async () => {
  const family = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,6}$/).filter((text) => ModelFamily.safeParse(text).success);
  const rest = fc.constantFrom("", "-mini", ".1", ":free", "@2026", "_x", "5", "/", "/x", "-\n", " ");
  const maker = fc.constantFrom("", "openai/", "a/b/", "/");
  const storable = fc
    .string({ unit: "binary", maxLength: 8 })
    .filter((text) => text.isWellFormed() && !text.includes("\0"));
  const related = fc.tuple(family, maker, rest, fc.boolean()).map(([name, before, after, isLoud]) => ({
    family: name,
    model: `${before}${isLoud ? name.toUpperCase() : name}${after}`,
  }));
  const any = fc.record({ family, model: storable });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(related, any), { minLength: 1, maxLength: 60 }), async (pairs) => {
      expect(await inSql(pairs)).toEqual(pairs.map(({ model, family: name }) => isOfFamily(model, name)));
    }),
    { numRuns: 60 },
  );
});

test("letters that become ASCII in lower case are no way around a family", async () => {
  const pairs = ["\u212Aimi-2", "ki\u0307mi", "\u0130", "GPT-\u017F"].map((model) => ({ model, family: "kimi" }));
  expect(await inSql(pairs)).toEqual(pairs.map(({ model, family }) => isOfFamily(model, family)));
  expect(await inSql([{ model: "\u212Aimi-2", family: "kimi" }])).toEqual([true]);
});
