import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "#box/testing/wait-for.ts";
import { localKey } from "#box/testing/world.ts";
import { freePorts } from "#e2e/fixtures/product.ts";
import { boxEnv, boxFlags } from "#scripts/box-flags.mjs";
import { asChild, type Child, startScript } from "./children.ts";

/** A real box process with everything on: a key, a route, a budget to hold, usage to meter, a journal, an upload. */
export async function startBox(upstreamUrl: string): Promise<Child & { apiKey: string }> {
  // What runs on a device is the bundle.
  await import("#box/build.ts");
  const console = await startScript("console.ts", upstreamUrl);
  const { BOX_PORT: port, BOX_PAGE_PORT: pagePort } = await freePorts();
  const dataDir = mkdtempSync(join(tmpdir(), "kaihe-bench-box-"));
  const args = [
    "--data",
    dataDir,
    "--console",
    `http://127.0.0.1:${console.port}`,
    "--port",
    `${port}`,
    "--page-port",
    `${pagePort}`,
  ];
  const profiling = process.env.KAIHE_BENCH_PROFILE
    ? ["--cpu-prof", `--cpu-prof-dir=${process.env.KAIHE_BENCH_PROFILE}`]
    : [];
  const child = spawn(process.execPath, [...profiling, ...boxFlags, "box/dist/box.mjs", ...args], {
    env: { ...process.env, ...boxEnv },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const applied = async () => {
    const health = await fetch(`http://127.0.0.1:${port}/health`).then(
      (response) => response.json(),
      () => null,
    );
    return typeof health === "object" && health !== null && Reflect.get(health, "appliedVersion") === 1;
  };
  await waitFor("the configuration to be applied", applied, 30_000);
  const box = asChild(child, port);
  return {
    ...box,
    apiKey: localKey,
    stop: async () => {
      await box.stop();
      await console.stop();
    },
  };
}
