import { keyProvider } from "#lib/secrets/key-provider.ts";
import { rotateKeys } from "#lib/secrets/rotate.ts";
import { withConsole } from "./with-console.ts";

// Wraps every stored data key under the present key of the key provider. Safe to stop and to run again.
await withConsole(async () => {
  const { rewrapped, current, resealed } = await rotateKeys();
  const provider = keyProvider();
  console.log(
    `${rewrapped} data keys wrapped under ${provider.name}:${provider.currentKeyId()}, ${current} were already.`,
  );
  if (resealed > 0) console.log(`${resealed} secrets of the first format written anew.`);
  return 0;
});
