import { describe, expect, test } from "vitest";
import { seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { desiredFor } from "../configs/compile.ts";
import { withSystem } from "../db/system.ts";
import { priceAt } from "../prices/cost.ts";
import { getPriceBook } from "../prices/read-book.ts";
import { getPriceDiff, listPriceVersions } from "../prices/read-versions.ts";
import { DesiredDocument } from "../protocol/config.ts";
import { getProvider } from "../providers/read-detail.ts";
import { addDiscount } from "./add.ts";
import { changeDiscount } from "./change.ts";
import { removeDiscount } from "./remove.ts";
import { AddDiscount, type PriceDiscount } from "./schema.ts";

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

async function organization() {
  const seeded = await seedOrg();
  const provider = await seedProvider(seeded.org);
  const add = (input: unknown) => addDiscount(seeded.owner, provider, AddDiscount.parse(input));
  return { ...seeded, provider, add };
}

const newest = ({ discounts }: { discounts: PriceDiscount[] }) => discounts.at(-1)?.id ?? "";

/** As if it had begun a while ago: a person cannot say so, time does. */
const backdate = (id: string, facts: { startsAt?: Date; endsAt?: Date }) =>
  withSystem((tx) => tx.priceDiscount.updateMany({ where: { id }, data: facts }));

describe("a dated discount", () => {
  test("is in the box's document with its dates, so that the price changes without the console", async () => {
    const { org, owner, provider, add } = await organization();
    const box = await seedBox(org);
    await add({ basisPoints: 2_000, modelFamily: "practice", startsAt: inDays(2), endsAt: inDays(4) });
    await add({ basisPoints: 5_000, model: "practice-large", startsAt: inDays(3), endsAt: inDays(5) });
    const { signed } = await desiredFor(box.ctx);
    const document = DesiredDocument.parse(JSON.parse(Buffer.from(signed.split(".")[1] ?? "", "base64url").toString()));
    const large = document.connections[0]?.models.find(({ id }) => id === "practice-large");
    const inputs = [1, 2.5, 3.5, 4.5, 6].map(
      (days) => priceAt(large?.prices ?? [], Date.now() + days * dayMs)?.tiers[0]?.rates.input,
    );
    expect(inputs).toEqual([2_500_000_000n, 2_000_000_000n, 1_250_000_000n, 1_250_000_000n, 2_500_000_000n]);
    expect((await getPriceDiff(owner, { from: 1, to: 2 })).items.map(({ model }) => model)).toEqual(["practice-large"]);
    expect((await listPriceVersions(owner)).items.map(({ reason, changes }) => [reason, changes])).toEqual([
      ["discount", 1],
      ["discount", 3],
    ]);
    expect((await getProvider(owner, provider)).models.map((model) => model.discountBasisPoints)).toEqual([0, 0, 0]);
  });

  test("that begins now is what the price book says is off", async () => {
    const { owner, add } = await organization();
    await add({ basisPoints: 1_000 });
    await add({ basisPoints: 4_000, model: "practice-small" });
    const { items } = await getPriceBook(owner);
    expect(items.map((line) => line.discountBasisPoints)).toEqual([4_000, 1_000, 1_000]);
  });
});

describe("is refused, naming field and what would do:", () => {
  test("a beginning or an end in the past", async () => {
    const { add } = await organization();
    const early = { code: "invalid_input", message: expect.stringMatching(/^startsAt: not before now/) };
    await expect(add({ basisPoints: 1, startsAt: inDays(-1) })).rejects.toMatchObject(early);
    const late = { code: "invalid_input", message: expect.stringMatching(/^endsAt: not before now/) };
    await expect(add({ basisPoints: 1, endsAt: inDays(-1) })).rejects.toMatchObject(late);
    const never = { message: expect.stringMatching(/^endsAt: after it starts/) };
    await expect(add({ basisPoints: 1, startsAt: inDays(2), endsAt: inDays(1) })).rejects.toMatchObject(never);
  });

  test("a model that is not offered", async () => {
    const { add } = await organization();
    await expect(add({ basisPoints: 1, model: "gpt-9" })).rejects.toThrow(
      "model: Practice does not offer gpt-9; it offers practice-small, practice-large, practice-reasoner",
    );
  });

  test("one of the same reach in the same time, with the dates of the other; another reach is no matter", async () => {
    const { add } = await organization();
    const { discounts } = await add({ basisPoints: 1, startsAt: inDays(1), endsAt: inDays(3) });
    const other = discounts[0];
    const refusal = `startsAt: another discount of the same reach is in force from ${other?.startsAt} to ${other?.endsAt} (${other?.id})`;
    await expect(add({ basisPoints: 2, startsAt: inDays(2) })).rejects.toThrow(refusal);
    await expect(add({ basisPoints: 2, endsAt: inDays(2) })).rejects.toThrow(refusal);
    await add({ basisPoints: 2, startsAt: other?.endsAt });
    await add({ basisPoints: 2, modelFamily: "practice" });
    expect((await add({ basisPoints: 2, model: "practice-small" })).discounts).toHaveLength(4);
  });

  test("more changes of a price than a box's document holds", async () => {
    const { add } = await organization();
    for (let day = 1; day <= 15; day += 1) {
      await add({ basisPoints: 1, startsAt: inDays(2 * day), endsAt: inDays(2 * day + 1) });
    }
    const many = add({ basisPoints: 1, startsAt: inDays(40), endsAt: inDays(41) });
    await expect(many).rejects.toThrow("startsAt: the price of practice-small would change more often than boxes hold");
  });
});

describe("what calls were priced with", () => {
  test("keeps its figures: one in force can only be ended, one that is over only get a note", async () => {
    const { owner, provider, add } = await organization();
    const id = newest(await add({ basisPoints: 1_000 }));
    await backdate(id, { startsAt: new Date(Date.now() - 5 * dayMs) });
    const change = (input: object) => changeDiscount(owner, provider, id, input);
    await expect(change({ basisPoints: 2_000 })).rejects.toThrow(/^basisPoints: .*in force.*only endsAt and note/);
    await expect(change({ startsAt: inDays(1) })).rejects.toThrow(/^startsAt: /);
    await expect(removeDiscount(owner, provider, id)).rejects.toMatchObject({ code: "discount_begun" });
    const ended = await change({ endsAt: new Date().toISOString(), note: "contract over" });
    expect(ended.discounts[0]).toMatchObject({ basisPoints: 1_000, note: "contract over" });
    expect(priceAt(ended.models[0]?.prices ?? [], Date.now() - dayMs)?.tiers[0]?.rates.input).toBe(360_000_000n);
    expect(priceAt(ended.models[0]?.prices ?? [], Date.now() + 1)?.tiers[0]?.rates.input).toBe(400_000_000n);
    await backdate(id, { endsAt: new Date(Date.now() - dayMs) });
    await expect(change({ endsAt: null })).rejects.toThrow(/^endsAt: .*over since.*only note/);
    await expect(removeDiscount(owner, provider, id)).rejects.toMatchObject({ code: "discount_begun" });
    expect((await change({ note: "still" })).discounts[0]?.note).toBe("still");
  });

  test("one that has not begun can be changed and removed, and everything is in the audit", async () => {
    const { org, owner, provider, add } = await organization();
    const id = newest(await add({ basisPoints: 1_000, startsAt: inDays(1) }));
    await changeDiscount(owner, provider, id, { basisPoints: 2_000, startsAt: inDays(2) });
    expect((await removeDiscount(owner, provider, id)).discounts).toEqual([]);
    await expect(removeDiscount(owner, provider, id)).rejects.toMatchObject({ code: "not_found" });
    const entries = await withSystem((tx) =>
      tx.auditEntry.findMany({ where: { orgId: org.id }, orderBy: { seq: "asc" } }),
    );
    expect(entries.map(({ action }) => action)).toEqual([
      "providers.add_discount",
      "providers.change_discount",
      "providers.remove_discount",
    ]);
    expect(entries[1]).toMatchObject({ before: { basisPoints: 1_000 }, after: { discount: id, basisPoints: 2_000 } });
  });
});

test("a discount of another organization or of another provider does not exist", async () => {
  const mine = await organization();
  const theirs = await organization();
  const id = newest(await theirs.add({ basisPoints: 1_000, startsAt: inDays(1) }));
  const second = await seedProvider(theirs.org);
  for (const [ctx, provider] of [
    [mine.owner, theirs.provider],
    [mine.owner, mine.provider],
    [theirs.owner, second],
  ] as const) {
    await expect(changeDiscount(ctx, provider, id, { basisPoints: 5 })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeDiscount(ctx, provider, id)).rejects.toMatchObject({ code: "not_found" });
  }
  expect((await getProvider(theirs.owner, theirs.provider)).discounts[0]?.basisPoints).toBe(1_000);
});
