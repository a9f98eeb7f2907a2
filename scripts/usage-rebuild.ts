import { parseArgs } from "node:util";
import { compareBooks } from "#lib/usage/compare-books.ts";
import { rebuildUsage } from "#lib/usage/rebuild.ts";
import { withConsole } from "./with-console.ts";

// npm run usage:rebuild derives rollups, leases and budgets from the events again and names every difference; with
// -- --write it also puts rollups and budget periods right. Exit code 1 when there were differences.
await withConsole(async () => {
  const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
  const differences = await compareBooks();
  for (const line of differences) console.log(line);
  console.log(differences.length === 0 ? "no difference" : `${differences.length} differences`);
  if (values.write) {
    const { rollups, periods } = await rebuildUsage();
    const left = await compareBooks();
    console.log(`wrote ${rollups} rollup rows and ${periods} budget periods; ${left.length} differences left`);
  }
  return differences.length > 0 ? 1 : 0;
});
