import { beforeAll, expect, test } from "vitest";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { changeSpendView } from "./change.ts";
import { deleteSpendView } from "./delete.ts";
import { listSpendViews } from "./read.ts";
import { saveSpendView } from "./save.ts";
import { maxSpendViews, SaveView } from "./schema.ts";

let seeded: SeededOrg;

beforeAll(async () => {
  seeded = await seedOrg();
});

const view = (name: string, isShared = false) => ({ page: "explore" as const, name, query: "groupBy=box", isShared });
const missing = { code: "not_found" };

test("one's own views are seen by oneself, shared ones by everybody", async () => {
  const { org, owner } = await seedOrg();
  const viewer = (await seedMember(org, "viewer")).ctx;
  await saveSpendView(viewer, view("Mine"));
  await saveSpendView(viewer, view("Ours", true));
  const seen = async (ctx: typeof owner) =>
    (await listSpendViews(ctx)).items.map(({ name, isMine, mayDelete }) => ({ name, isMine, mayDelete }));
  expect(await seen(viewer)).toEqual([
    { name: "Mine", isMine: true, mayDelete: true },
    { name: "Ours", isMine: true, mayDelete: true },
  ]);
  expect(await seen(owner)).toEqual([{ name: "Ours", isMine: false, mayDelete: true }]);
  expect(await seen((await seedMember(org, "finance")).ctx)).toEqual([
    { name: "Ours", isMine: false, mayDelete: false },
  ]);
});

test("only the author renames, renews and shares; managers delete what is shared and nothing else", async () => {
  const [author, other] = [await seedMember(seeded.org, "viewer"), await seedMember(seeded.org, "operator")];
  const kept = await saveSpendView(author.ctx, view("Kept"));
  const shared = await saveSpendView(author.ctx, view("Shared", true));
  for (const { id } of [kept, shared]) {
    for (const ctx of [other.ctx, seeded.owner]) {
      await expect(changeSpendView(ctx, id, { name: "Theirs" })).rejects.toMatchObject(missing);
    }
    await expect(deleteSpendView(other.ctx, id)).rejects.toMatchObject(missing);
  }
  await expect(deleteSpendView(seeded.owner, kept.id)).rejects.toMatchObject(missing);
  await deleteSpendView(seeded.owner, shared.id);
  const changed = await changeSpendView(author.ctx, kept.id, { name: "Renamed", query: "range=7d", isShared: true });
  expect(changed).toMatchObject({ name: "Renamed", query: "range=7d", isShared: true });
  expect((await listSpendViews(author.ctx)).items).toEqual([changed]);
  await deleteSpendView(author.ctx, kept.id);
  expect((await listSpendViews(author.ctx)).items).toEqual([]);
});

test("a person keeps so many, also when several are saved at once", async () => {
  const { ctx } = await seedMember(seeded.org, "viewer");
  for (let index = 1; index < maxSpendViews; index += 1) await saveSpendView(ctx, view(`View ${index}`));
  const tried = await Promise.allSettled(["A", "B", "C", "D", "E", "F"].map((name) => saveSpendView(ctx, view(name))));
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(saveSpendView(ctx, view("G"))).rejects.toMatchObject({ code: "limit_reached" });
});

test("what would end an address, or is none, is no view", () => {
  for (const query of ["a=b#c", "a=b c", 'a="', "a=\n", "x".repeat(4001)]) {
    expect(SaveView.safeParse({ ...view("Bad"), query }).success, query.slice(0, 9)).toBe(false);
  }
  expect(SaveView.safeParse({ ...view("Good"), query: "model=a%2Cb&zone=Asia/Shanghai" }).success).toBe(true);
});

test("another organization's views do not exist", async () => {
  const { owner } = await seedOrg();
  const { id } = await saveSpendView(seeded.owner, view("Foreign", true));
  expect((await listSpendViews(owner)).items).toEqual([]);
  await expect(changeSpendView(owner, id, { name: "Theirs" })).rejects.toMatchObject(missing);
  await expect(deleteSpendView(owner, id)).rejects.toMatchObject(missing);
});
