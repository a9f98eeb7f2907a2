import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Sentence } from "./sentence.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const macPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const threeWays =
  "set CHROMIUM_PATH to a Chromium or Chrome, install one (Debian and Ubuntu: apt-get install chromium; macOS: Google Chrome), or run npx playwright install chromium";

/**
 * The browser of the browser tests: CHROMIUM_PATH, else one on PATH, else the one that Playwright downloaded. Null when
 * there is none; a CHROMIUM_PATH that names nothing is a mistake to be told.
 */
export function findChromium(env: NodeJS.ProcessEnv, downloaded: string): string | null {
  const given = env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Sentence(`CHROMIUM_PATH is wrong: there is no ${given}; ${threeWays}.`);
  }
  const directories = (env.PATH ?? "").split(delimiter);
  const candidates = names.flatMap((name) => directories.map((dir) => join(dir, name)));
  return [...candidates, ...macPaths, downloaded].find((path) => path !== "" && existsSync(path)) ?? null;
}

/** The same, but root on Debian or Ubuntu gets one installed; everybody else gets a sentence with the ways to one. */
export function requireChromium(env: NodeJS.ProcessEnv, downloaded: string): string {
  const found = findChromium(env, downloaded);
  if (found) return found;
  const isInstallable = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (isInstallable) {
    console.log("There is no Chromium; installing Debian's with apt-get.");
    const options = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, stdio: "ignore" } as const;
    spawnSync("apt-get", ["update"], options);
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], options);
  }
  const installed = findChromium(env, downloaded);
  if (installed) return installed;
  throw new Sentence(`The browser tests need a Chromium and found none: ${threeWays}.`);
}
