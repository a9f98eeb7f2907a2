import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export type Child = { port: number; pid: number; stop: () => Promise<void> };

const here = new URL(".", import.meta.url).pathname;

/** Starts a script of this folder that says on which port it is ready. */
export async function startScript(name: string, ...args: string[]): Promise<Child> {
  const child = spawn(process.execPath, [`${here}${name}`, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  if (!child.stdout) throw new Error(`${name} has no output`);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = Number(/ready on (\d+)/.exec(line)?.[1]);
    if (port) return asChild(child, port);
  }
  throw new Error(`${name} ended before it was ready`);
}

/** Portkey's gateway in the versions of its own lock file; later ones of hono break its streams. */
export async function startPortkey(port: number): Promise<Child> {
  const main = `${here}portkey/node_modules/@portkey-ai/gateway/build/start-server.js`;
  if (!existsSync(main)) {
    const installed = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: `${here}portkey`,
      stdio: "inherit",
    });
    if (installed.status !== 0) throw new Error("what the bench compares with could not be installed");
  }
  const child = spawn(process.execPath, [main, `--port=${port}`, "--headless"], {
    cwd: `${here}portkey`,
    stdio: "ignore",
    env: { ...process.env, NODE_ENV: "production" },
  });
  while (!(await answers(`http://127.0.0.1:${port}/`))) {
    if (child.exitCode !== null) throw new Error(`Portkey's gateway ended with status ${child.exitCode}`);
  }
  return asChild(child, port);
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50)),
  );
}

export function asChild(child: ChildProcess, port: number): Child {
  const pid = child.pid ?? 0;
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      if (child.exitCode !== null || !child.kill("SIGTERM")) resolve();
    });
  return { port, pid, stop };
}

/** Resident memory of a process in MB (Linux). */
export function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes ?? Number.NaN) / 1024;
}
