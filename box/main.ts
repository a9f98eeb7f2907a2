import { Box, DataDirError } from "./box.ts";
import { parseOptions, UsageError, usageText } from "./cli/options.ts";
import { describeView } from "./cli/show-code.ts";
import { DataDirBusyError } from "./data-lock.ts";
import { PortError } from "./http-front.ts";
import { createLog } from "./log.ts";
import { CorruptStateError } from "./state-file.ts";

/** Mistakes that one sentence explains; anything else is a bug and shows its stack. */
const expected = [DataDirError, DataDirBusyError, PortError, CorruptStateError];

async function main(): Promise<number | null> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) {
    console.log(usageText);
    return 0;
  }
  // Everything the box writes is its own business: keys, ledger, lock.
  process.umask(0o077);
  const log = createLog(process.env.KAIHE_BOX_LOG ?? "warn");
  const box = await Box.start({
    ...options,
    log,
    onView: (view, identity) => {
      describeView(view, identity).then(console.log, (error: unknown) => log.error({ err: error }, "terminal"));
    },
  });
  console.log(
    `Box ${box.identity.serial}: gateway ${box.gatewayUrl}, page ${box.pageUrl}, console ${options.consoleUrl}`,
  );
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    box.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stop");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return null;
}

try {
  const code = await main();
  if (code !== null) process.exitCode = code;
} catch (error) {
  const isUsage = error instanceof UsageError;
  const isExpected = isUsage || expected.some((kind) => error instanceof kind);
  console.error(isExpected && error instanceof Error ? error.message : error);
  process.exit(isUsage ? 2 : 1);
}
