import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { buildConsole } from "./console-build.ts";
import { runMain } from "./sentence.ts";

/** What `next build` says about each page: the files of its first load (next/dist/build/route-bundle-stats.js). */
const Stats = z.array(z.object({ route: z.string(), firstLoadChunkPaths: z.array(z.string()) }));

const sizes = new Map<string, number>();
function gzippedSize(path: string): number {
  const size = sizes.get(path) ?? gzipSync(readFileSync(path)).byteLength;
  sizes.set(path, size);
  return size;
}

const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);

// JavaScript of the first load of every page, each file gzipped by itself; heaviest first. What pages fetch later (charts,
// dialogs, schemas) is not in it. e2e/page-weight.spec.ts holds documents of the running console to a limit.
await runMain(async () => {
  await buildConsole(process.env);
  const stats = Stats.parse(JSON.parse(readFileSync(".next/diagnostics/route-bundle-stats.json", "utf8")));
  const rows = stats.map(({ route, firstLoadChunkPaths }) => ({
    route,
    files: firstLoadChunkPaths.length,
    bytes: firstLoadChunkPaths.reduce((sum, path) => sum + gzippedSize(path), 0),
  }));
  const shared = stats[0]?.firstLoadChunkPaths.filter((path) =>
    stats.every(({ firstLoadChunkPaths }) => firstLoadChunkPaths.includes(path)),
  );
  console.log("  KB gz  files  page");
  for (const { route, files, bytes } of rows.sort((a, b) => b.bytes - a.bytes)) {
    console.log(`${kilobytes(bytes).padStart(7)}  ${String(files).padStart(5)}  ${route}`);
  }
  console.log(
    `${kilobytes((shared ?? []).reduce((sum, path) => sum + gzippedSize(path), 0)).padStart(7)}         of it on every page`,
  );
  return 0;
});
