import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type DesiredDocument, type DesiredResponse, defaultSettings } from "../../lib/protocol/config.ts";
import { generateSealingKey, type SealingKey } from "../enroll/sealing-key.ts";
import { boxId, orgId } from "../testing/fake-console.ts";
import { makeOrgKey, sealKey, signDocument } from "../testing/fake-documents.ts";
import { documentOf, keyRule, practiceConnection, prv, quiet, routeTo, ruleOf, targetOf } from "../testing/world.ts";
import type { ActiveConfig } from "./active-config.ts";
import { ConfigRunner } from "./config-runner.ts";
import { ConfigStore } from "./config-store.ts";
import type { ProbeResult } from "./probe.ts";
import { ProviderHealth } from "./provider-health.ts";

let orgKey: Awaited<ReturnType<typeof makeOrgKey>>;
let sealingKey: SealingKey;
beforeAll(async () => {
  orgKey = await makeOrgKey();
  sealingKey = await generateSealingKey();
});

/** A runner with everything outside under the test's thumb. `restart` makes a second life on the same disk. */
function setUp() {
  const dataDir = mkdtempSync(join(tmpdir(), "kaihe-config-"));
  const world = {
    desired: null as DesiredResponse | null,
    /** What each base URL's probe says; healthy when not listed. */
    probes: new Map<string, ProbeResult>(),
    isGatewayHealthy: true,
    active: null as ActiveConfig | null,
    phases: [] as string[],
    sealedFor: sealingKey.publicKey,
    keyVersion: 1,
    /** Runs when a phase is reported, for instance to crash there. */
    onPhase: (_phase: string): unknown => undefined,
  };
  const store = new ConfigStore(dataDir);
  const names = { boxName: "b", orgName: "o", issuer: "http://console.test" };
  const make = (onDisk: ConfigStore): ConfigRunner => {
    const runner: ConfigRunner = new ConfigRunner({
      enrollment: { boxId, orgId, ...names, orgSigningKey: orgKey.publicJwk },
      sealingKey,
      store: onDisk,
      health: new ProviderHealth(({ baseUrl }) =>
        Promise.resolve(world.probes.get(baseUrl) ?? { isHealthy: true, detail: "ok" }),
      ),
      fetchDesired: () => Promise.resolve(world.desired),
      fetchSecrets: async () => ({
        secrets: await Promise.all(
          [1, 2].map((number) =>
            sealKey(`practice-${number}`, world.sealedFor, {
              orgId,
              boxId,
              connectionId: prv(number),
              keyVersion: world.keyVersion,
            }),
          ),
        ),
      }),
      activate: (config) => {
        world.active = config;
      },
      report: () => {
        const { version, phase } = runner.reported ?? { version: 0, phase: "none" };
        world.phases.push(`${version} ${phase}`);
        return Promise.resolve(world.onPhase(phase)).then(() => undefined);
      },
      isGatewayHealthy: () => Promise.resolve(world.isGatewayHealthy),
      log: quiet,
      lookEveryMs: 5,
    });
    return runner;
  };
  const publish = async (document: DesiredDocument) => {
    world.desired = await signDocument(document, orgKey.privateKey);
  };
  return { world, runner: make(store), store, publish, restart: () => make(new ConfigStore(dataDir)) };
}

const down: ProbeResult = { isHealthy: false, detail: "not reachable" };
const one = "http://one.test/v1";
const two = "http://two.test/v1";
const first = () => documentOf(1, [practiceConnection(1, one)]);

test.concurrent("a good version goes through every phase, and is applied only after its observation", async () => {
  const { world, runner, publish } = setUp();
  await publish(first());
  const startedAt = performance.now();
  await runner.sync();
  expect(world.phases).toEqual(["1 delivered", "1 validating", "1 applying", "1 verifying", "1 applied"]);
  expect(performance.now() - startedAt).toBeGreaterThan(950);
  expect(world.active?.keys.get(prv(1))).toBe("practice-1");
});

test.concurrent("a signature by another key, or for another purpose, is rejected and does not burn the version", async () => {
  const { world, runner, publish } = setUp();
  const other = await makeOrgKey();
  world.desired = await signDocument(first(), other.privateKey);
  await runner.sync();
  expect(runner.reported).toMatchObject({ phase: "rejected", reason: expect.stringContaining("signature") });
  world.desired = await signDocument(first(), orgKey.privateKey, "other+jwt");
  await runner.sync();
  expect(runner.reported?.phase).toBe("rejected");
  expect(world.active).toBeNull();
  await publish(first());
  await runner.sync();
  expect(runner.reported?.phase).toBe("applied");
});

test.concurrent("documents for another box, with routes to nowhere, or without their key are rejected with the reason", async () => {
  const reasons: string[] = [];
  const connection = practiceConnection(1, one);
  const nowhere = { a: routeTo([targetOf(1, "no-such")]) };
  const bad = [
    { ...first(), boxId: boxId.replace("1", "2") },
    { ...first(), settings: { ...defaultSettings, routes: nowhere, observationSeconds: 1 } },
    documentOf(1, [{ ...connection, keyVersion: 9 }]),
  ];
  for (const document of bad) {
    const { world, runner, publish } = setUp();
    await publish(document);
    await runner.sync();
    expect(world.active).toBeNull();
    reasons.push(`${runner.reported?.phase}: ${runner.reported?.reason}`);
  }
  expect(reasons[0]).toContain("rejected: the document is for another box");
  expect(reasons[1]).toContain('rejected: route "a" names model "no-such"');
  expect(reasons[2]).toContain("rejected: the key of");
});

test.concurrent("a key that was sealed to another box is rejected", async () => {
  const { world, runner, publish } = setUp();
  world.sealedFor = (await generateSealingKey()).publicKey;
  await publish(first());
  await runner.sync();
  expect(runner.reported).toMatchObject({
    phase: "rejected",
    reason: expect.stringContaining("not sealed to this box"),
  });
});

test.concurrent("a key that was replaced after the document was made waits for the next document instead of rejecting", async () => {
  const { world, runner, publish } = setUp();
  world.keyVersion = 2;
  await publish(first());
  await runner.sync();
  expect(runner.reported?.phase).toBe("validating");
  expect(runner.isUnfinished).toBe(true);
  await publish(documentOf(2, [practiceConnection(1, one, { keyVersion: 2 })]));
  await runner.sync();
  expect(runner.reported).toMatchObject({ version: 2, phase: "applied" });
});

test.concurrent("an older or equal version is ignored", async () => {
  const { world, runner, publish } = setUp();
  await publish({ ...first(), version: 5 });
  await runner.sync();
  const before = world.phases.length;
  await publish({ ...first(), version: 4, boxName: "old" });
  await runner.sync();
  await publish({ ...first(), version: 5, boxName: "changed" });
  await runner.sync();
  expect(world.phases.length).toBe(before);
  expect(world.active?.document.boxName).toBe("Shelf 1");
});

test.concurrent("a version whose provider fails is rolled back with the reason and not tried again until a newer one comes", async () => {
  const { world, runner, publish } = setUp();
  await publish(first());
  await runner.sync();
  world.probes.set(two, down);
  await publish(documentOf(2, [practiceConnection(1, one), practiceConnection(2, two)]));
  await runner.sync();
  expect(runner.reported).toEqual({ version: 2, phase: "rolled_back", reason: expect.stringContaining("Practice 2") });
  expect(world.active?.document.version).toBe(1);
  expect(runner.appliedVersion).toBe(1);
  world.probes.clear();
  await runner.sync();
  expect(world.active?.document.version).toBe(1);
  await publish(documentOf(3, [practiceConnection(1, one), practiceConnection(2, two)]));
  await runner.sync();
  expect(runner.reported?.phase).toBe("applied");
});

test.concurrent("a provider that was down before does not block a version that leaves it alone", async () => {
  const { world, runner, publish } = setUp();
  await publish(first());
  await runner.sync();
  world.probes.set(one, down);
  await publish({ ...documentOf(2, [practiceConnection(1, one)]), boxName: "renamed" });
  await runner.sync();
  expect(runner.reported).toMatchObject({ version: 2, phase: "applied" });
});

test.concurrent("a gateway that stops answering during the observation rolls the version back", async () => {
  const { world, runner, publish } = setUp();
  await publish(first());
  await runner.sync();
  world.onPhase = (phase) => {
    if (phase === "verifying") world.isGatewayHealthy = false;
  };
  await publish({ ...first(), version: 2 });
  await runner.sync();
  expect(runner.reported).toMatchObject({ version: 2, phase: "rolled_back" });
});

test.concurrent("the first version of a box has nothing to return to: it fails", async () => {
  const { world, runner, publish } = setUp();
  world.probes.set(one, down);
  await publish(first());
  await runner.sync();
  expect(runner.reported?.phase).toBe("failed");
  expect(world.active).toBeNull();
});

test.concurrent.each(["delivered", "validating", "applying", "verifying"])(
  "after a crash while %s the proven version runs, and the new one starts over",
  async (phase) => {
    const { world, runner, publish, restart } = setUp();
    await publish(first());
    await runner.sync();
    await publish({ ...first(), version: 2 });
    // The power fails here: this life of the runner never gets further.
    const crashed = new Promise<void>((resolve) => {
      world.onPhase = (reached) => {
        if (reached !== phase) return undefined;
        resolve();
        return new Promise(() => {});
      };
    });
    void runner.sync();
    await crashed;
    const second = restart();
    world.active = null;
    await second.boot();
    expect(second.appliedVersion).toBe(1);
    expect(second.reported).toEqual({ version: 1, phase: "applied", reason: null });
    // Read through a function: the compiler believes it is still null.
    expect(((): ActiveConfig | null => world.active)()?.document.version).toBe(1);
    world.onPhase = () => undefined;
    await second.sync();
    expect(second.reported).toEqual({ version: 2, phase: "applied", reason: null });
  },
);

test.concurrent("after a restart an applied version stays applied without asking anybody, a failed one stays failed", async () => {
  const { world, runner, publish, restart } = setUp();
  await publish(first());
  await runner.sync();
  world.probes.set(two, down);
  await publish(documentOf(2, [practiceConnection(2, two)]));
  await runner.sync();
  world.desired = null;
  const second = restart();
  await second.boot();
  expect(second.appliedVersion).toBe(1);
  expect(second.reported).toMatchObject({ version: 2, phase: "rolled_back" });
});

test.concurrent("a version cut short by a newer one does not stay on when the newer one is rejected", async () => {
  const { world, runner, publish } = setUp();
  await publish(first());
  await runner.sync();
  const settings = { ...defaultSettings, observationSeconds: 3600 };
  await publish({ ...first(), version: 2, settings });
  const verifying = new Promise<void>((resolve) => {
    world.onPhase = (phase) => phase === "verifying" && resolve();
  });
  const running = runner.sync();
  await verifying;
  world.onPhase = () => undefined;
  const nowhere = { a: routeTo([targetOf(1, "no-such")]) };
  await publish({ ...first(), version: 3, settings: { ...settings, routes: nowhere } });
  await Promise.all([runner.sync(), running]);
  expect(runner.reported).toMatchObject({ version: 3, phase: "rejected" });
  expect(world.active?.document.version).toBe(1);
});

test.concurrent("a newer version cuts the observation of an older one short; the older is never called applied", async () => {
  const { world, runner, publish } = setUp();
  await publish(first());
  await runner.sync();
  await publish({ ...first(), version: 2, settings: { ...defaultSettings, observationSeconds: 3600 } });
  const verifying = new Promise<void>((resolve) => {
    world.onPhase = (phase) => phase === "verifying" && resolve();
  });
  const running = runner.sync();
  await verifying;
  world.onPhase = () => undefined;
  await publish({ ...first(), version: 3 });
  await Promise.all([runner.sync(), running]);
  expect(world.phases).not.toContain("2 applied");
  expect(runner.reported).toMatchObject({ version: 3, phase: "applied" });
});

test.concurrent("a budget and a revoked key count at once, also when the version they came with is rolled back, and after a restart", async () => {
  const { world, runner, publish, restart } = setUp();
  await publish({ ...first(), localKeys: [keyRule("old", "kl_old")] });
  await runner.sync();
  expect(world.active?.document.budgets).toEqual([]);
  const budgets = [ruleOf(0, { name: "new" })];
  world.onPhase = (phase) => {
    if (phase === "verifying") world.isGatewayHealthy = false;
  };
  await publish({ ...documentOf(2, [practiceConnection(1, two)]), budgets, localKeys: [] });
  await runner.sync();
  expect(runner.reported?.phase).toBe("rolled_back");
  const limited = { version: 1, budgets, localKeys: [], connections: [{ baseUrl: one }] };
  expect(world.active?.document).toMatchObject(limited);
  world.active = null;
  await restart().boot();
  expect(world.active).toMatchObject({ document: limited });
});
