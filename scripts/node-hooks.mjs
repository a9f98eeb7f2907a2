import { registerHooks } from "node:module";

// Next's bundler knows that `server-only` is empty on the server; plain Node must be told.
registerHooks({
  resolve(specifier, context, next) {
    return specifier === "server-only"
      ? { url: "data:text/javascript,", shortCircuit: true }
      : next(specifier, context);
  },
});

// A child started by scripts/start.ts has an IPC channel; when its parent dies, however it dies, the child ends too.
if (process.channel) {
  process.channel.unref();
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
