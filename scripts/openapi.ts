import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { documentPath, openApiDocument } from "./openapi-document.ts";
import { runMain } from "./sentence.ts";

// `npm run check` compares the kept document with the routes; with --fix it writes it anew.
await runMain(async () => {
  const { values } = parseArgs({ options: { fix: { type: "boolean", default: false } } });
  const text = `${JSON.stringify(await openApiDocument(), null, 2)}\n`;
  const kept = existsSync(documentPath) ? readFileSync(documentPath, "utf8") : "";
  if (kept === text) process.exit(0);
  if (!values.fix) {
    console.log(`${documentPath} does not match the routes; run \`npm run check -- --fix\`.`);
    process.exit(1);
  }
  writeFileSync(documentPath, text);
  process.exit(0);
});
