import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { desiredFor } from "#lib/configs/compile.ts";
import { withSystem } from "#lib/db/system.ts";
import { DesiredDocument } from "#lib/protocol/config.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { changeLocalKey } from "./change.ts";
import { createLocalKey } from "./create.ts";
import { listLocalKeys } from "./read.ts";
import { revokeLocalKey } from "./revoke.ts";
import { ChangeLocalKey } from "./schema.ts";

const limits = ChangeLocalKey.parse({
  models: ["smart", "practice-small", "smart"],
  requestsPerMinute: 60,
  tokensPerMinute: 100_000,
  concurrentCalls: 2,
  agent: "support-bot",
  expiresAt: "2027-01-01T00:00:00.000Z",
});

test("the limits of a key are kept, changed, written down, and reach the box's document", async () => {
  const { org, owner } = await seedOrg();
  const box = await seedBox(org);
  const ruleOf = async () => {
    const { signed } = await desiredFor(box.ctx);
    return DesiredDocument.parse(decodeJwt(signed)).localKeys[0];
  };
  const key = await createLocalKey(owner, { name: "laptop", requestsPerMinute: 5 });
  expect(key).toMatchObject({ models: [], requestsPerMinute: 5, tokensPerMinute: null, agent: null, expiresAt: null });
  expect(await ruleOf()).toMatchObject({ name: "laptop", models: [], requestsPerMinute: 5, expiresAtMs: null });

  const changed = await changeLocalKey(owner, key.id, limits);
  expect(changed).toMatchObject({ ...limits, models: ["smart", "practice-small"] });
  expect((await listLocalKeys(owner)).items).toEqual([changed]);
  expect(await ruleOf()).toMatchObject({
    models: ["smart", "practice-small"],
    requestsPerMinute: 60,
    tokensPerMinute: 100_000,
    concurrentCalls: 2,
    agent: "support-bot",
    expiresAtMs: Date.parse("2027-01-01T00:00:00.000Z"),
  });
  const entry = await withSystem((tx) =>
    tx.auditEntry.findFirst({ where: { orgId: org.id, action: "local-keys.change" } }),
  );
  expect(entry).toMatchObject({
    before: { name: "laptop", requestsPerMinute: 5 },
    after: { name: "laptop", requestsPerMinute: 60, agent: "support-bot" },
  });

  expect(await changeLocalKey(owner, key.id, ChangeLocalKey.parse({}))).toMatchObject({ models: [], expiresAt: null });
});

test("a key is made for an agent; what no agent is called is refused by its field", async () => {
  const { owner } = await seedOrg();
  expect(await createLocalKey(owner, { name: "bot", agent: "support-bot" })).toMatchObject({ agent: "support-bot" });
  for (const agent of ["", "a b", "-x", "x".repeat(64)]) {
    expect(ChangeLocalKey.safeParse({ agent }).error?.issues[0]?.path, agent).toEqual(["agent"]);
  }
  // Found by the fuzzer: a day that Postgres does not have.
  const early = ChangeLocalKey.safeParse({ expiresAt: "0000-02-29T20:39:17Z" });
  expect(early.error?.issues[0]?.path).toEqual(["expiresAt"]);
});

test("a key of another organization, or a revoked one, cannot be changed", async () => {
  const { owner } = await seedOrg();
  const key = await createLocalKey(owner, { name: "laptop" });
  const stranger = (await seedOrg()).owner;
  await expect(changeLocalKey(stranger, key.id, limits)).rejects.toMatchObject({ code: "not_found" });
  await revokeLocalKey(owner, key.id);
  await expect(changeLocalKey(owner, key.id, limits)).rejects.toMatchObject({ code: "not_found" });
});
