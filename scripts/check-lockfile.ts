import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Lockfile, missingEntries } from "./lockfile.ts";
import { runMain } from "./sentence.ts";

const path = "package-lock.json";

await runMain(async () => {
  const { values } = parseArgs({ options: { fix: { type: "boolean", default: false } } });
  const lock: Lockfile = JSON.parse(readFileSync(path, "utf8"));
  const missing = missingEntries(lock);
  const names = Object.keys(missing);
  if (names.length === 0) return 0;
  if (!values.fix) {
    console.log(`npm ci will refuse ${path}: it lacks ${names.join(", ")}. Run npm run check -- --fix.`);
    return 1;
  }
  const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, "en"));
  lock.packages = Object.fromEntries(entries);
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  return 0;
});
