import { buildConsole } from "./console-build.ts";
import { runMain } from "./sentence.ts";

// The console's production build, if its sources changed. It needs no database and no secret.
await runMain(async () => {
  await buildConsole(process.env);
  return 0;
});
