import { chromium, defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/chromium.ts";

const executablePath = findChromium(process.env, chromium.executablePath()) ?? undefined;

/** No retries and one worker: a race is to be found, not hidden, and the product runs on the same two cores. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ...jsonReporter()],
  // The setup link works only while nobody exists, so whatever needs people of its own comes after that journey.
  projects: [
    { name: "first run", testMatch: ["main-path.spec.ts", "start.spec.ts"] },
    { name: "journeys", testIgnore: ["main-path.spec.ts", "start.spec.ts"], dependencies: ["first run"] },
  ],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        // Chromium's own sandbox does not work for root, which is who runs tests in a container.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});

function jsonReporter(): ["json", { outputFile: string }][] {
  const outputFile = process.env.KAIHE_E2E_RESULT;
  return outputFile ? [["json", { outputFile }]] : [];
}
