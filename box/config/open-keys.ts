import { type DesiredDocument, type SecretsResponse, sealInfo } from "../../lib/protocol/config.ts";
import { openSealed, type SealingKey } from "../enroll/sealing-key.ts";
import { DocumentRejected } from "./verify-document.ts";

export type SealedSecret = SecretsResponse["secrets"][number];

/** A key was replaced after the document was made: the next document names the new one. */
export class OutdatedDocument extends Error {}

/**
 * The sealed keys that this document needs, of exactly the versions it names. Throws DocumentRejected when one lacks,
 * OutdatedDocument when a newer one came in its place.
 */
export function selectSecrets(document: DesiredDocument, secrets: readonly SealedSecret[]): SealedSecret[] {
  return document.connections.map(({ id, name, keyVersion }) => {
    const found = secrets.find((secret) => secret.connectionId === id && secret.keyVersion === keyVersion);
    const isReplaced = secrets.some((secret) => secret.connectionId === id && secret.keyVersion > keyVersion);
    if (!found && isReplaced) throw new OutdatedDocument(`the key of "${name}" was replaced meanwhile`);
    if (!found) throw new DocumentRejected(`the key of "${name}" (version ${keyVersion}) did not come`, true);
    return found;
  });
}

/** Opens them with the box's key. Throws DocumentRejected when one was not sealed to this box and place. */
export async function openKeys(
  document: DesiredDocument,
  secrets: readonly SealedSecret[],
  sealingKey: SealingKey,
): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const secret of secrets) {
    const info = sealInfo(document.orgId, document.boxId, secret.connectionId, secret.keyVersion);
    try {
      keys.set(secret.connectionId, await openSealed(sealingKey, secret, info));
    } catch {
      throw new DocumentRejected(`the key of ${secret.connectionId} was not sealed to this box`, true);
    }
  }
  return keys;
}
