import { readFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";

// Next's bundler knows that `server-only` is empty on the server; plain Node must be told.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "server-only") return { url: "data:text/javascript,", shortCircuit: true };
    // Next's package has no export map, so its entries need their extension outside the bundler.
    return next(/^next\/\w+$/.test(specifier) ? `${specifier}.js` : specifier, context);
  },
  // The bundler reads messages by a loader of its own (next.config.js), which an import attribute would switch off; Node
  // wants one. Otherwise: Node strips types by itself, but knows no JSX: mails are written in it.
  load(url, context, next) {
    if (url.endsWith(".json")) return next(url, { ...context, importAttributes: { type: "json" } });
    if (!url.endsWith(".tsx")) return next(url, context);
    const options = { loader: "tsx", jsx: "automatic", format: "esm", sourcefile: url, sourcemap: "inline" };
    const { code } = esbuild().transformSync(readFileSync(new URL(url), "utf8"), options);
    return { format: "module", source: code, shortCircuit: true };
  },
});

/** Only when a .tsx file is loaded: most programs have none. */
function esbuild() {
  return createRequire(import.meta.url)("esbuild");
}

// Our own parents give a child an IPC channel and their number; when such a parent dies, however it dies, the child ends
// too. The channels of others, as of `next dev` to its server, are their business.
if (process.channel && process.env.KAIHE_PARENT === String(process.ppid)) {
  process.channel.unref();
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
