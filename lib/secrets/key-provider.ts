import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { EnvError, env } from "../env.ts";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { deriveKey } from "./derive.ts";
import { parseKeyRing } from "./key-ring.ts";
import { kmsProvider } from "./kms-provider.ts";

/** A data key as it is stored: readable only through the key that wrapped it. */
export const WrappedKey = z.object({
  /** Name of the provider that wrapped it. */
  provider: z.string(),
  /** Which of its keys. */
  keyId: z.string(),
  /** base64 */
  blob: z.string(),
});
export type WrappedKey = z.infer<typeof WrappedKey>;

/**
 * Keeper of key-encryption keys, shaped after AWS KMS Encrypt and Decrypt: it wraps 32-byte data keys and never sees
 * what they protect. `owner` (an organization or a person) is authenticated with each wrap: a wrapped key moved to
 * another row does not open.
 */
export interface KeyProvider {
  readonly name: string;
  /** The key that new wraps use; changing it is what rotation is. */
  currentKeyId: () => string;
  wrap: (dataKey: Buffer, owner: string) => Promise<WrappedKey>;
  /** Throws when the key is unknown, the blob altered, or the owner another. */
  unwrap: (wrapped: WrappedKey, owner: string) => Promise<Buffer>;
}

/** Keys in this process's memory: from KAIHE_SECRET, an environment variable or a file. The first one wraps. */
export function localProvider(name: string, ring: ReadonlyMap<string, Buffer>): KeyProvider {
  const currentKeyId = () => {
    const [first] = ring.keys();
    if (first === undefined) throw new EnvError(`the key provider "${name}" has no key`);
    return first;
  };
  const keyOf = (keyId: string): Buffer => {
    const key = ring.get(keyId);
    if (!key)
      throw new EnvError(`the key provider "${name}" does not have the key "${keyId}" that wrapped a stored secret`);
    return key;
  };
  const bound = (keyId: string, owner: string) => Buffer.from(`${name}|${keyId}|${owner}`);
  return {
    name,
    currentKeyId,
    wrap: async (dataKey, owner) => {
      const keyId = currentKeyId();
      return { provider: name, keyId, blob: encrypt(keyOf(keyId), dataKey, bound(keyId, owner)) };
    },
    unwrap: async ({ keyId, blob }, owner) => decrypt(keyOf(keyId), blob, bound(keyId, owner)),
  };
}

/** Its key id names the secret it came from, so that a console started with another KAIHE_SECRET says so. */
function secretProvider(): KeyProvider {
  const key = deriveKey("key-encryption");
  const keyId = createHash("sha256").update(key).digest("hex").slice(0, 12);
  return localProvider("secret", new Map([[keyId, key]]));
}

function makeProvider(name: string): KeyProvider {
  const { KAIHE_KEKS, KAIHE_KEK_FILE, KAIHE_KMS_KEY_ID } = env();
  if (name === "secret") return secretProvider();
  if (name === "env") return localProvider("env", parseKeyRing(KAIHE_KEKS ?? "", "KAIHE_KEKS"));
  if (name === "file") return localProvider("file", parseKeyRing({ path: KAIHE_KEK_FILE }, "KAIHE_KEK_FILE"));
  if (name === "aws-kms") return kmsProvider(KAIHE_KMS_KEY_ID);
  throw new EnvError(`there is no key provider "${name}"`);
}

const made = new Map<string, KeyProvider>();

/** By name, so that what another provider wrapped before a rotation stays readable. */
export function keyProvider(name: string = env().KAIHE_KEY_PROVIDER): KeyProvider {
  const provider = made.get(name) ?? makeProvider(name);
  made.set(name, provider);
  return provider;
}
