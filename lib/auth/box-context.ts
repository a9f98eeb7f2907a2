import "server-only";
import type { Ctx } from "../context.ts";
import { system } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { verifyBoxToken } from "./box-token.ts";
import { checkProof, type Proof, proofWindowSeconds, refused } from "./dpop.ts";

interface BoxRow {
  isFresh: boolean;
  status: "active" | "decommissioned";
  orgId: string;
  slug: string;
  name: string;
  timezone: string;
}

/** Which box calls `/api/box/v1`: token, proof of key, no replay, and the box still welcome. One statement. */
export async function boxContext(request: Request, requestId: string): Promise<Ctx> {
  const [, token] = /^DPoP (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token === undefined) throw refused("the access token is missing");
  const proof = await checkProof(request, token);
  const claims = await verifyBoxToken(token).catch(() => {
    throw refused("the access token is not valid any more");
  });
  if (claims.keyThumbprint !== proof.keyThumbprint) throw refused("the access token belongs to another key");
  const box = await consumeProof(proof, claims.boxId);
  return {
    org: { id: box.orgId, slug: box.slug, name: box.name, timezone: box.timezone },
    actor: { kind: "box", boxId: claims.boxId },
    requestId,
  };
}

/** Marks the proof as used and reads the box. Throws for a replay, an unknown key and a decommissioned box. */
export async function consumeProof(proof: Proof, boxId: string): Promise<BoxRow> {
  const [box] = await system().$queryRaw<BoxRow[]>`
    with used as (
      insert into dpop_proof (jti, expires_at)
      values (${`${proof.keyThumbprint}.${proof.jti}`}, now() + make_interval(secs => ${2 * proofWindowSeconds}))
      on conflict do nothing returning 1)
    select exists (select from used) as "isFresh", box.status::text, org.id as "orgId", org.slug, org.name, org.timezone
    from box join org on org.id = box.org_id
    where box.id = ${boxId} and box.key_thumbprint = ${proof.keyThumbprint}`;
  if (!box) throw refused("no box with this key");
  if (!box.isFresh) throw refused("the proof was used before");
  if (box.status !== "active") throw new AppError("box_decommissioned", "This box was decommissioned.");
  return box;
}
