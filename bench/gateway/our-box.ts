import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeConsole } from "#box/testing/fake-console.ts";
import { waitFor } from "#box/testing/wait-for.ts";
import { bud, documentOf, localKey, modelOf, practiceConnection, prv, routeTo, targetOf } from "#box/testing/world.ts";
import { freePorts } from "#e2e/fixtures/product.ts";
import { defaultSettings } from "#lib/protocol/config.ts";
import { asChild, type Child } from "./children.ts";

/** A real box process with everything on: a key, a route, a budget to hold, usage to meter, a journal, an upload. */
export async function startBox(upstreamUrl: string): Promise<Child & { apiKey: string }> {
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 1_000_000_000_000n);
  const connection = practiceConnection(1, `${upstreamUrl}/v1`, { models: [modelOf("bench-model")] });
  const routes = { bench: routeTo([targetOf(1, "bench-model")]) };
  const budgets = [{ id: bud(1), name: "Bench", connectionId: prv(1) }];
  await fake.publish(
    documentOf(1, [connection], { settings: { ...defaultSettings, routes, observationSeconds: 1 }, budgets }),
  );
  const { BOX_PORT: port, BOX_PAGE_PORT: pagePort } = await freePorts();
  const dataDir = mkdtempSync(join(tmpdir(), `kaihe-bench-${randomBytes(3).toString("hex")}-`));
  const args = ["--data", dataDir, "--console", fake.url, "--port", String(port), "--page-port", String(pagePort)];
  const child = spawn(process.execPath, ["box/main.ts", ...args], { stdio: ["ignore", "ignore", "inherit"] });
  await waitFor("the box to ask for a code", () => fake.door.pending, 20_000);
  fake.door.approve(fake.enrollment);
  await waitFor("the configuration to be applied", () => fake.checkins.at(-1)?.appliedVersion === 1, 20_000);
  const box = asChild(child, Number(port));
  return {
    ...box,
    apiKey: localKey,
    stop: async () => {
      await box.stop();
      await fake.goDown();
    },
  };
}
