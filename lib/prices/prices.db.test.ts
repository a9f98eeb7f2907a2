import { beforeAll, describe, expect, test } from "vitest";
import { seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { desiredFor } from "../configs/compile.ts";
import type { Ctx } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { addDiscount } from "../discounts/add.ts";
import { AddDiscount } from "../discounts/schema.ts";
import { DesiredDocument } from "../protocol/config.ts";
import { disconnectProvider } from "../providers/disconnect.ts";
import { modelsJson, storedModels } from "../providers/models.ts";
import { listProviders } from "../providers/read.ts";
import { setModels } from "../providers/set-models.ts";
import { setModelPrice } from "../providers/set-price.ts";
import { bookEdition, catalogModel } from "./catalog.ts";
import { priceAt } from "./cost.ts";
import { getPriceBook } from "./read-book.ts";
import { getPriceDiff, listPriceVersions } from "./read-versions.ts";
import { refreshPrices } from "./refresh.ts";
import type { StoredModel } from "./stored-model.ts";

const typed = (input: bigint, output = 2n * input) => ({
  modelId: "practice-large",
  price: { inputNanosPerMillion: input, outputNanosPerMillion: output },
  maxOutputTokens: null,
});
const inputOf = (schedule: Parameters<typeof priceAt>[0] | null | undefined) =>
  schedule ? priceAt(schedule, Date.now())?.tiers[0]?.rates.input : schedule;

async function organization() {
  const seeded = await seedOrg();
  return { ...seeded, provider: await seedProvider(seeded.org) };
}

describe("versions", () => {
  test("are numbered without gaps when many change prices at once", async () => {
    const { owner, org, provider } = await organization();
    const second = await seedProvider(org);
    const all = [1n, 2n, 3n, 4n, 5n, 6n].map((n) =>
      setModelPrice(owner, n % 2n === 0n ? provider : second, typed(n * 1_000_000n)),
    );
    await Promise.all(all);
    const { items } = await listPriceVersions(owner);
    expect(items.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(items[0]).toMatchObject({ reason: "manual", actorName: "Ada Owner", edition: bookEdition, changes: 1 });
  });

  test("a change that changes no price makes none", async () => {
    const { owner, provider } = await organization();
    await addDiscount(owner, provider, AddDiscount.parse({ basisPoints: 0 }));
    expect(await listPriceVersions(owner)).toEqual({ items: [] });
  });
});

describe("a diff", () => {
  test("folds several versions into one line a model, and forgets what came back", async () => {
    const { owner, provider } = await organization();
    await setModelPrice(owner, provider, typed(1_000_000_000n));
    await setModelPrice(owner, provider, typed(3_000_000_000n));
    await setModels(owner, provider, {
      models: [
        { id: "practice-large", basedOn: null },
        { id: "new", basedOn: null },
      ],
    });
    const { items } = await getPriceDiff(owner, { from: 0, to: 3 });
    const lines = items.map(({ model, before, after }) => [model, inputOf(before), inputOf(after)]);
    expect(lines).toEqual([
      ["practice-large", 2_500_000_000n, 3_000_000_000n],
      ["new", null, undefined],
      ["practice-reasoner", 5_000_000_000n, null],
      ["practice-small", 400_000_000n, null],
    ]);
    const back = await getPriceDiff(owner, { from: 2, to: 1 });
    expect(back.items.map(({ before, after }) => [inputOf(before), inputOf(after)])).toEqual([
      [3_000_000_000n, 1_000_000_000n],
    ]);
    await setModelPrice(owner, provider, typed(1_000_000_000n));
    expect((await getPriceDiff(owner, { from: 1, to: 4 })).items.map(({ model }) => model)).not.toContain(
      "practice-large",
    );
  });

  test("keeps the name of a provider that is gone", async () => {
    const { owner, provider } = await organization();
    await disconnectProvider(owner, provider);
    const { items } = await getPriceDiff(owner, { from: 0, to: 1 });
    expect(items.map(({ connectionName, after }) => [connectionName, after])).toEqual(
      Array(3).fill(["Practice", null]),
    );
  });

  test("of a version that does not exist is refused with those that do", async () => {
    const { owner } = await organization();
    await expect(getPriceDiff(owner, { from: 0, to: 7 })).rejects.toMatchObject({
      code: "unknown_version",
      message: "There is no version 7; versions 0 to 0 can be compared.",
    });
  });
});

describe("a new edition of the built-in book", () => {
  const cheap = (model: StoredModel): StoredModel => {
    const [older] = catalogModel({ kind: "practice", baseUrl: "" }, "practice-small").listPrices;
    return { ...model, listPrices: older ? [older] : [] };
  };

  /** As an older console left it: large cheaper than now, reasoner unknown to its book, small typed by a person. */
  async function outdated() {
    const seeded = await organization();
    const { provider, org } = seeded;
    await withSystem(async (tx) => {
      const row = await tx.providerConnection.findFirstOrThrow({ where: { id: provider } });
      const models = storedModels(row.models).map((model): StoredModel => {
        if (model.id === "practice-large") return cheap(model);
        if (model.id === "practice-reasoner") return { ...model, listPrices: [], priceSource: "none" };
        return { ...model, listPrices: [], priceSource: "manual" };
      });
      await tx.providerConnection.updateMany({ where: { id: provider }, data: { models: modelsJson(models) } });
    });
    return { ...seeded, box: await seedBox(org) };
  }

  const revisionOf = async (ctx: Ctx) =>
    (await withSystem((tx) => tx.org.findFirstOrThrow({ where: { id: ctx.org.id } }))).configRevision;

  test("becomes one version by nobody, reaches boxes, and leaves typed prices alone", async () => {
    const { owner, box } = await outdated();
    const before = await revisionOf(owner);
    await refreshPrices();
    const { items } = await listPriceVersions(owner);
    expect(items).toMatchObject([{ version: 1, reason: "book", actorId: null, actorName: null, changes: 2 }]);
    expect(await revisionOf(owner)).toBe(before + 1n);
    const [provider] = (await listProviders(owner)).items;
    expect(provider?.models.map(({ id, priceSource, prices }) => [id, priceSource, inputOf(prices)])).toEqual([
      ["practice-small", "manual", undefined],
      ["practice-large", "book", 2_500_000_000n],
      ["practice-reasoner", "book", 5_000_000_000n],
    ]);
    const { signed } = await desiredFor(box.ctx);
    const document = DesiredDocument.parse(JSON.parse(Buffer.from(signed.split(".")[1] ?? "", "base64url").toString()));
    expect(inputOf(document.connections[0]?.models[1]?.prices)).toBe(2_500_000_000n);
  });

  test("two workers at once make one version, and the next day makes none", async () => {
    const { owner } = await outdated();
    await Promise.all([refreshPrices(), refreshPrices(), refreshPrices()]);
    const revision = await revisionOf(owner);
    await refreshPrices();
    expect((await listPriceVersions(owner)).items.map(({ version }) => version)).toEqual([1]);
    expect(await revisionOf(owner)).toBe(revision);
  });

  test("keeps a price that the book once had and no longer knows", async () => {
    const { owner, provider } = await organization();
    await withSystem(async (tx) => {
      const model = catalogModel({ kind: "practice", baseUrl: "" }, "practice-large");
      await tx.providerConnection.updateMany({
        where: { id: provider },
        data: { models: modelsJson([{ ...model, id: "retired-1" }]) },
      });
    });
    await refreshPrices();
    const [line] = (await getPriceBook(owner)).items;
    expect(line).toMatchObject({ id: "retired-1", priceSource: "book" });
    expect(inputOf(line?.prices)).toBe(2_500_000_000n);
  });
});

describe("another organization", () => {
  let mine: Ctx;
  let theirs: Awaited<ReturnType<typeof organization>>;
  beforeAll(async () => {
    mine = (await seedOrg()).owner;
    theirs = await organization();
    await setModelPrice(theirs.owner, theirs.provider, typed(7_000_000_000n));
  });

  test("sees nothing of a price book, its versions and what they changed", async () => {
    expect(await getPriceBook(mine)).toMatchObject({ version: 0, items: [] });
    expect(await listPriceVersions(mine)).toEqual({ items: [] });
    await expect(getPriceDiff(mine, { from: 0, to: 1 })).rejects.toMatchObject({ code: "unknown_version" });
    expect((await getPriceBook(theirs.owner)).items).toHaveLength(3);
  });
});
