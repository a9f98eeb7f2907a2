import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const serverOnly = fileURLToPath(new URL("scripts/testing/server-only.ts", import.meta.url));
const everywhere = ["**/node_modules/**", "**/.next/**", "**/.data/**", "box/dist/**"];

export default defineConfig({
  // Next's bundler knows that `server-only` is empty on the server; vitest must be told.
  resolve: { alias: { "server-only": serverOnly } },
  test: {
    // A core is left to whoever works beside the tests, but one file at a time would leave half of a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...everywhere, "**/*.db.test.ts", "e2e/**"],
          setupFiles: ["scripts/testing/environment.ts"],
          // For what hangs; how long a thing takes on a busy machine is nothing to judge it by.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: everywhere,
          globalSetup: ["scripts/testing/database-run.ts"],
          setupFiles: ["scripts/testing/environment.ts", "scripts/testing/database-file.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["e2e/faults/**/*.test.ts"],
          exclude: everywhere,
          // Real processes on a small machine: one file at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
