import { build } from "esbuild";

/** `npm run box:build`: the agent as one file that runs on a device with nothing but Node. */
const directory = new URL("./", import.meta.url).pathname;

await build({
  entryPoints: [`${directory}main.ts`],
  outfile: `${directory}dist/box.mjs`,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  // Some dependencies are CommonJS and call require for Node's own modules.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "info",
});
