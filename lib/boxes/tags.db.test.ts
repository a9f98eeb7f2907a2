import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { createBudget } from "#lib/budgets/create.ts";
import { desiredFor } from "#lib/configs/compile.ts";
import { system } from "#lib/db/system.ts";
import { DesiredDocument } from "#lib/protocol/config.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { listTags } from "./list-tags.ts";
import { getBox, listBoxes } from "./read.ts";
import { SetBoxTags, TagBoxes } from "./schema.ts";
import { setBoxTags } from "./set-tags.ts";
import { tagBoxes } from "./tag-many.ts";

/**
 * Taken out once by hand, each turned a test here red: the count of found boxes in tag-many.ts, the refusal of too many
 * tags, `status = 'active'` of tag-rows.ts, announceBudgets of set-tags.ts.
 */

test("the tags of a box are kept, listed, written down, and bring it the budgets of its groups", async () => {
  const { org, owner } = await seedOrg();
  const box = await seedBox(org);
  const budget = await createBudget(owner, budgetInput({ name: "Lab", tag: "lab", capNanos: 1_000_000_000n }));
  const budgetsOf = async () => {
    const { signed } = await desiredFor(box.ctx);
    return DesiredDocument.parse(decodeJwt(signed)).budgets.map(({ id }) => id);
  };
  expect(await budgetsOf()).toEqual([]);
  const revision = async () => (await system().org.findUniqueOrThrow({ where: { id: org.id } })).configRevision;
  const before = await revision();

  const { tags } = SetBoxTags.parse({ tags: ["lab", "east", "lab"] });
  expect(await setBoxTags(owner, box.id, tags)).toEqual(["east", "lab"]);
  expect(await revision()).toBeGreaterThan(before);
  expect(await budgetsOf()).toEqual([budget.id]);
  expect((await getBox(owner, box.id)).tags).toEqual(["east", "lab"]);
  expect((await listBoxes(owner)).items[0]?.tags).toEqual(["east", "lab"]);
  const entry = await system().auditEntry.findFirst({ where: { orgId: org.id, action: "boxes.tag" } });
  expect(entry).toMatchObject({ targetId: box.id, before: { tags: [] }, after: { tags: ["east", "lab"] } });
});

test("many boxes are tagged at once, and only those that change are written down", async () => {
  const { org, owner } = await seedOrg();
  const [a, b] = [await seedBox(org), await seedBox(org)];
  await setBoxTags(owner, a.id, ["lab", "old"]);
  const both = TagBoxes.parse({ boxIds: [a.id, b.id, a.id], add: ["lab"], remove: ["old"] });
  expect(await tagBoxes(owner, both)).toEqual({ changed: 2 });
  expect((await listTags(owner)).items).toEqual([{ tag: "lab", boxes: 2 }]);
  expect(await tagBoxes(owner, both)).toEqual({ changed: 0 });
  expect(await system().auditEntry.count({ where: { orgId: org.id, action: "boxes.tag" } })).toBe(3);
});

test("all or none: one box that is not there, or would have too many, and nothing changes", async () => {
  const { org, owner } = await seedOrg();
  const stranger = await seedOrg();
  const mine = await seedBox(org, "Full");
  const theirs = await seedBox(stranger.org);
  const gone = await seedBox(org);
  await system().box.updateMany({ where: { id: gone.id }, data: { status: "decommissioned" } });
  for (const other of [theirs, gone]) {
    const input = TagBoxes.parse({ boxIds: [mine.id, other.id], add: ["lab"] });
    await expect(tagBoxes(owner, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(setBoxTags(owner, other.id, ["lab"])).rejects.toMatchObject({ code: "not_found" });
  }
  expect((await listTags(owner)).items).toEqual([]);

  const names = (from: number, count: number) => Array.from({ length: count }, (_, index) => `t${from + index}`);
  await setBoxTags(owner, mine.id, names(0, 10));
  const seven = TagBoxes.parse({ boxIds: [mine.id], add: names(10, 7) });
  await expect(tagBoxes(owner, seven)).rejects.toMatchObject({
    code: "invalid_input",
    message: "add: Full would have 17 tags; a box has at most 16",
    invalidParams: [{ name: "add" }],
  });
  expect((await getBox(owner, mine.id)).tags).toHaveLength(10);
  expect(await tagBoxes(owner, { ...seven, remove: ["t0"] })).toEqual({ changed: 1 });
});

test("a viewer reads tags and changes none; what is no tag is refused by its place", async () => {
  const { org, as } = await seedOrg();
  const box = await seedBox(org);
  expect((await listTags(as("viewer"))).items).toEqual([]);
  for (const role of ["viewer", "finance"] as const) {
    await expect(setBoxTags(as(role), box.id, ["lab"])).rejects.toMatchObject({ code: "not_allowed" });
    await expect(tagBoxes(as(role), { boxIds: [box.id], add: ["lab"], remove: [] })).rejects.toMatchObject({
      code: "not_allowed",
    });
  }
  for (const bad of ["Lab", "", "-x", "a b", "x".repeat(33)]) {
    const { error } = SetBoxTags.safeParse({ tags: ["fine", bad] });
    expect(error?.issues[0]?.path, bad).toEqual(["tags", 1]);
  }
});
