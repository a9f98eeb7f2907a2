import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { system } from "./db/system.ts";
import { env } from "./env.ts";
import { consume, forgive, isFirst, type LimitName, rateLimits } from "./rate-limit.ts";

/** Uses up points one after the other; how many were given before the first refusal. */
async function givenTo(name: LimitName, key: string, attempts: number): Promise<number> {
  for (let given = 0; given < attempts; given += 1) {
    const isGiven = await consume(name, key).then(
      () => true,
      () => false,
    );
    if (!isGiven) return given;
  }
  return attempts;
}

/** As if the windows of all keys had just ended. */
async function endWindows(): Promise<void> {
  await system().rateLimit.updateMany({ data: { expire: BigInt(Date.now() - 1) } });
}

async function renameTable(from: string, to: string): Promise<void> {
  const owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
  await owner.query(`alter table ${from} rename to ${to}`);
  await owner.end();
}

describe("a limit", () => {
  test("gives exactly its points and then refuses, saying when to come back", async () => {
    const key = randomUUID();
    expect(await givenTo("second-factor", key, 20)).toBe(rateLimits["second-factor"].points);
    await expect(consume("second-factor", key)).rejects.toMatchObject({
      code: "rate_limited",
      headers: {
        "retry-after": expect.stringMatching(/^[1-9]\d*$/),
        "ratelimit-policy": '"second-factor";q=6;w=900',
        ratelimit: expect.stringMatching(/^"second-factor";r=0;t=[1-9]\d*$/),
      },
    });
  });

  test("tells those who are let in what is left", async () => {
    const key = randomUUID();
    expect((await consume("second-factor", key)).ratelimit).toMatch(/^"second-factor";r=5;t=/);
    expect((await consume("second-factor", key)).ratelimit).toMatch(/^"second-factor";r=4;t=/);
  });

  test("begins anew when its window has ended", async () => {
    const key = randomUUID();
    expect(await givenTo("second-factor", key, 20)).toBe(6);
    await endWindows();
    expect(await givenTo("second-factor", key, 20)).toBe(6);
  });

  test("counts each key and each purpose by itself", async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await givenTo("second-factor", first, 20);
    await expect(consume("second-factor", second)).resolves.toBeDefined();
    await expect(consume("reauthenticate", first)).resolves.toBeDefined();
  });

  test("is given back to whoever proved to be the right one", async () => {
    const key = randomUUID();
    await givenTo("sign-in.pair", key, 20);
    await forgive("sign-in.pair", key);
    expect(await givenTo("sign-in.pair", key, 20)).toBe(rateLimits["sign-in.pair"].points);
  });

  test("admits exactly its points of fifty who come at once", async () => {
    const key = randomUUID();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => consume("sign-in.pair", key)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(rateLimits["sign-in.pair"].points);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "rate_limited" });
    }
  });

  test("that says how often something happens says yes once", async () => {
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => isFirst("audit.refusal", key)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test("stores neither addresses nor names", async () => {
    const key = `ada-${randomUUID()}@example.com`;
    await consume("sign-in.account", key);
    const rows = await system().rateLimit.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.map((row) => row.key))).not.toContain("ada-");
  });
});

describe("when the counter cannot be read", () => {
  const closed: LimitName[] = ["sign-in.pair", "sign-in.account", "sign-in.address", "second-factor", "reauthenticate"];

  test("what guards secrets refuses, what guards against noise lets pass", async () => {
    await renameTable("rate_limit", "rate_limit_away");
    try {
      for (const name of Object.keys(rateLimits) as LimitName[]) {
        const outcome = consume(name, randomUUID());
        if (rateLimits[name].isFailClosed) await expect(outcome).rejects.toMatchObject({ code: "limiter_unavailable" });
        else await expect(outcome).resolves.toEqual({});
      }
    } finally {
      await renameTable("rate_limit_away", "rate_limit");
    }
    await expect(consume("sign-in.pair", randomUUID())).resolves.toHaveProperty("ratelimit");
  });

  test("every limit on guessing fails closed, and every limit says why it is what it is", () => {
    for (const name of closed) expect(rateLimits[name].isFailClosed, name).toBe(true);
    for (const [name, { points, windowSeconds, reason }] of Object.entries(rateLimits)) {
      expect(reason.length, name).toBeGreaterThan(20);
      expect(points, name).toBeGreaterThan(0);
      expect(windowSeconds, name).toBeGreaterThanOrEqual(60);
    }
  });
});
