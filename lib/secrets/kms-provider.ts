import "server-only";
import { EnvError } from "../env.ts";
import type { KeyProvider } from "./key-provider.ts";

/** Loaded when used: most consoles keep their keys elsewhere, and the SDK is large. */
async function connect() {
  const { DecryptCommand, EncryptCommand, KMSClient } = await import("@aws-sdk/client-kms");
  return { client: new KMSClient({}), DecryptCommand, EncryptCommand };
}

/**
 * AWS KMS (API 2014-11-01: Encrypt, Decrypt with an encryption context). Region, credentials and, for a stand-in, the
 * address come from the SDK's own variables (AWS_REGION, AWS_ENDPOINT_URL_KMS, …). `keyId` is a key id, ARN or alias.
 */
export function kmsProvider(keyId: string | undefined): KeyProvider {
  if (keyId === undefined) throw new EnvError("KAIHE_KMS_KEY_ID is not set; it must name a KMS key or alias.");
  let connection: ReturnType<typeof connect> | undefined;
  const kms = () => {
    connection ??= connect();
    return connection;
  };
  const contextOf = (owner: string) => ({ "kaihe:owner": owner });
  return {
    name: "aws-kms",
    currentKeyId: () => keyId,
    wrap: async (dataKey, owner) => {
      const { client, EncryptCommand } = await kms();
      const input = { KeyId: keyId, Plaintext: dataKey, EncryptionContext: contextOf(owner) };
      const { CiphertextBlob } = await client.send(new EncryptCommand(input));
      if (!CiphertextBlob) throw new Error("KMS answered without a ciphertext");
      return { provider: "aws-kms", keyId, blob: Buffer.from(CiphertextBlob).toString("base64") };
    },
    unwrap: async ({ keyId: KeyId, blob }, owner) => {
      const { client, DecryptCommand } = await kms();
      const CiphertextBlob = Buffer.from(blob, "base64");
      const { Plaintext } = await client.send(
        new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: contextOf(owner) }),
      );
      if (!Plaintext) throw new Error("KMS answered without a plaintext");
      return Buffer.from(Plaintext);
    },
  };
}
