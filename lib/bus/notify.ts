import "server-only";
import type { Tx } from "../db/client.ts";
import type { HintKind } from "../protocol/channel.ts";
import type { BusMessage, Topic } from "./message.ts";

export const busChannel = "kaihe";

/** Delivered by Postgres when the transaction commits, to every process that listens; never when it rolls back. */
async function publish(tx: Tx, message: BusMessage): Promise<void> {
  await tx.$executeRaw`select pg_notify(${busChannel}, ${JSON.stringify(message)})`;
}

/** Dashboards of this organization refetch what they show of `topic`. */
export function notifyOrg(tx: Tx, ctx: { org: { id: string } }, topic: Topic, id?: string): Promise<void> {
  return publish(tx, { to: "org", orgId: ctx.org.id, topic, ...(id === undefined ? {} : { id }) });
}

export function notifyBox(tx: Tx, orgId: string, boxId: string, hint: HintKind, exceptSession?: string): Promise<void> {
  return publish(tx, { to: "box", orgId, boxId, hint, ...(exceptSession === undefined ? {} : { exceptSession }) });
}

export function notifyAllBoxes(tx: Tx, orgId: string, hint: HintKind): Promise<void> {
  return publish(tx, { to: "box", orgId, hint });
}

/** Ends the open streams of a person in every organization they are in, or were in until this transaction (`alsoOrgId`). */
export async function notifyAccess(tx: Tx, userId: string, alsoOrgId?: string): Promise<void> {
  const memberships = await tx.member.findMany({ where: { userId }, select: { orgId: true } });
  const orgIds = new Set([...memberships.map(({ orgId }) => orgId), ...(alsoOrgId === undefined ? [] : [alsoOrgId])]);
  for (const orgId of orgIds) await publish(tx, { to: "access", orgId, actorId: userId });
}

/** Ends the open streams of an API key. */
export function notifyKeyAccess(tx: Tx, orgId: string, keyId: string): Promise<void> {
  return publish(tx, { to: "access", orgId, actorId: keyId });
}
