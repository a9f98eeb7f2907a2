import "server-only";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { type SecretsResponse, sealInfo } from "../protocol/config.ts";
import { openProviderKey } from "./key-store.ts";

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** The organization's provider keys, each sealed to this box alone (RFC 9180 base mode). */
export async function sealedSecretsFor(ctx: Ctx): Promise<SecretsResponse> {
  const boxId = actingBox(ctx);
  const { box, keys } = await withOrg(ctx, async (tx) => {
    const connections = await tx.providerConnection.findMany({
      where: { orgId: ctx.org.id, deletedAt: null },
      include: { keys: { orderBy: { version: "desc" }, take: 1 } },
    });
    const keys: { connectionId: string; version: number; apiKey: string }[] = [];
    for (const row of connections.flatMap((connection) => connection.keys)) {
      keys.push({ connectionId: row.connectionId, version: row.version, apiKey: await openProviderKey(tx, row) });
    }
    return { keys, box: await tx.box.findFirst({ where: { orgId: ctx.org.id, id: boxId } }) };
  });
  if (!box) throw notFound("box");
  const recipientPublicKey = await suite.kem.importKey("raw", rawKey(box.sealingKey), true);
  const secrets = await Promise.all(
    keys.map(async ({ connectionId, version, apiKey }) => {
      const info = bytes(sealInfo(ctx.org.id, boxId, connectionId, version));
      const { ct, enc } = await suite.seal({ recipientPublicKey, info }, bytes(apiKey));
      return {
        connectionId,
        keyVersion: version,
        enc: Buffer.from(enc).toString("base64url"),
        ciphertext: Buffer.from(ct).toString("base64url"),
      };
    }),
  );
  return { secrets };
}

/** An ArrayBuffer of its own: a pooled Buffer's would show its neighbours. */
function bytes(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text)).buffer;
}

function rawKey(base64url: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(base64url, "base64url")).buffer;
}
