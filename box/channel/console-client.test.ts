import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { ServerTime, systemClock } from "../clock.ts";
import { type EnrollView, enrollUntilClaimed } from "../enroll/enroll-loop.ts";
import { loadIdentity } from "../enroll/identity.ts";
import { FakeConsole } from "../testing/fake-console.ts";
import { waitFor } from "../testing/wait-for.ts";
import { documentOf, tempDataDir } from "../testing/world.ts";
import { ConsoleClient } from "./console-client.ts";
import { ConsoleHttp } from "./console-http.ts";
import { readHints } from "./hint-stream.ts";
import { TokenSource } from "./token-source.ts";

async function setUp(time = new ServerTime(systemClock)) {
  const fake = await FakeConsole.start();
  const identity = await loadIdentity(tempDataDir(), Date.now());
  const http = new ConsoleHttp(fake.url, time);
  onTestFinished(async () => {
    await http.close();
    await fake.goDown();
  });
  const controller = new AbortController();
  const views: EnrollView[] = [];
  const enroll = () =>
    enrollUntilClaimed({
      http,
      identity,
      clock: systemClock,
      localAddress: "127.0.0.1:7071",
      signal: controller.signal,
      onView: (view) => views.push(view),
      deniedPauseMs: 5,
      slowDownMs: 100,
    });
  const client = () => {
    const { boxId, issuer } = fake.enrollment;
    const tokens = new TokenSource({ http, identity, boxId, issuer, time, clock: systemClock });
    return { tokens, client: new ConsoleClient({ http, tokens, identity, time }) };
  };
  return { fake, identity, time, enroll, views, client, controller };
}

async function claimed(time?: ServerTime) {
  const world = await setUp(time);
  const running = world.enroll();
  await waitFor("a request", () => world.fake.door.pending);
  world.fake.door.approve(world.fake.enrollment);
  await running;
  return world;
}

test("a box shows its code, slows down when told, and gets a new code after a refusal or the end of the old one", async () => {
  const { fake, enroll, views, identity } = await setUp();
  fake.door.scriptedErrors.push("authorization_pending", "slow_down", "access_denied", "expired_token");
  const running = enroll();
  const codes = () => new Set(views.flatMap((view) => (view.code ? [view.code.userCode] : [])));
  await waitFor("a code after refusal and expiry", () => codes().size === 3);
  const [, slowedAt = 0, nextAt = 0] = fake.door.polledAtMs;
  expect(nextAt - slowedAt).toBeGreaterThan(95);
  expect(views.map((view) => view.state)).toContain("denied");
  fake.door.approve(fake.enrollment);
  expect(await running).toEqual(fake.enrollment);
  expect(fake.door.pending?.claims.serial).toBe(identity.serial);
  expect(identity.serial).toMatch(/^KH-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
});

test("while the console is away the box says so and keeps trying", async () => {
  const { fake, enroll, views } = await setUp();
  await fake.goDown();
  const running = enroll();
  await waitFor("the view", () => views.some((view) => view.state === "unreachable"));
  await fake.comeUp();
  await waitFor("a request", () => fake.door.pending);
  fake.door.approve(fake.enrollment);
  expect(await running).not.toBeNull();
});

test("one token serves many requests, and a revoked one is replaced without anybody noticing", async () => {
  const { fake, client } = await claimed();
  const { client: box } = client();
  await Promise.all([box.getActions(), box.getActions(), box.getActions()]);
  expect(fake.door.issued).toBe(1);
  fake.door.revokeTokens();
  await box.getActions();
  expect(fake.door.issued).toBe(2);
});

test("a device whose clock is a year off gets in, because it signs with the console's time", async () => {
  const wrongClock = { wallMs: () => Date.now() - 365 * 86_400_000, monotonicMs: () => performance.now() };
  const { fake, identity, client } = await claimed();
  // A restart: the console's time is not known yet.
  const time = new ServerTime(wrongClock);
  const http = new ConsoleHttp(fake.url, time);
  const { boxId, issuer } = fake.enrollment;
  const tokens = new TokenSource({ http, identity, boxId, issuer, time, clock: systemClock });
  await new ConsoleClient({ http, tokens, identity, time }).getActions();
  expect(Math.abs(time.nowMs() - Date.now())).toBeLessThan(1000);
  await http.close();
  // And a console whose clock jumps while it talks to us.
  const { client: box } = client();
  await box.getActions();
  fake.clockOffsetMs = 3_600_000;
  await box.getActions();
});

test("an unchanged document is not sent again", async () => {
  const { fake, client } = await claimed();
  await fake.publish(documentOf(3, []));
  const { client: box } = client();
  expect((await box.getDesired(2))?.version).toBe(3);
  expect(await box.getDesired(3)).toBeNull();
});

test("hints arrive while the stream is open; bye ends it", async () => {
  const { fake, client, controller } = await claimed();
  const hints: string[] = [];
  const listener = { onOpen: () => hints.push("open"), onHint: (kind: string) => hints.push(kind) };
  const reading = readHints(client().client, randomUUID(), listener, controller.signal);
  await waitFor("the stream", () => fake.streamCount === 1);
  for (const kind of ["desired", "lease", "action", "bye"] as const) fake.hint(kind);
  await reading;
  expect(hints).toEqual(["open", "desired", "lease", "action", "bye"]);
});

test("a decommissioned box asks for a token once, not at every turn", async () => {
  const { fake, client } = await claimed();
  const { client: box } = client();
  fake.door.isDecommissioned = true;
  await expect(box.getActions()).rejects.toMatchObject({ status: 403, code: "box_decommissioned" });
  const asked = fake.seen.get("/api/box/v1/token");
  await expect(box.getActions()).rejects.toMatchObject({ code: "box_decommissioned" });
  expect(fake.seen.get("/api/box/v1/token")).toBe(asked);
});
