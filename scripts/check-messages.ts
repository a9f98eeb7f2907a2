import { existsSync, globSync, readFileSync } from "node:fs";
import { findMessageFaults } from "./messages.ts";
import { runMain, Sentence } from "./sentence.ts";

const languages = ["en", "zh"];

await runMain(async () => {
  const paths = globSync("{app,components,lib}/**/*.{ts,tsx}").filter((path) => !/\.test\.tsx?$/.test(path));
  const sources = paths.sort().map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const faults = findMessageFaults(sources, Object.fromEntries(languages.map((name) => [name, read(name)])));
  for (const fault of faults) console.log(fault);
  return faults.length > 0 ? 1 : 0;
});

function read(language: string) {
  const path = `lib/i18n/messages/${language}.json`;
  if (!existsSync(path)) throw new Sentence(`${path} is missing.`);
  return JSON.parse(readFileSync(path, "utf8"));
}
