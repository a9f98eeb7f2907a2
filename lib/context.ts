import { AppError } from "./errors.ts";
import { type Permission, type Role, roleMay } from "./permissions.ts";

/** Who acts. Every audit row carries one, as lib/audit/append.ts writes it down. */
export type Actor =
  | { kind: "user"; userId: string; name: string; role: Role }
  /** May do what both its scopes and its creator's present role allow. */
  | { kind: "apiKey"; keyId: string; name: string; createdById: string; role: Role; scopes: readonly string[] }
  | { kind: "box"; boxId: string }
  | { kind: "job"; job: string }
  /** Nobody signed in: the page that creates the first person, a sign-in that failed. */
  | { kind: "setup" }
  | { kind: "anonymous" };

export interface OrgRef {
  id: string;
  slug: string;
  name: string;
  timezone: string;
}

/** First argument of every function that touches a tenant's data. */
export interface Ctx {
  org: OrgRef;
  actor: Actor;
  requestId: string;
  /** When the acting person last proved who they are; absent for everyone who is no person. */
  authenticatedAt?: Date;
}

/** Whom to count and whose streams to end: the person, the key, the box. */
export function actorId(actor: Actor): string {
  if (actor.kind === "user") return actor.userId;
  if (actor.kind === "apiKey") return actor.keyId;
  return actor.kind === "box" ? actor.boxId : actor.kind;
}

/** The person who acts, or whose API key does; null for everyone else. */
export function personBehind(actor: Actor): string | null {
  if (actor.kind === "user") return actor.userId;
  return actor.kind === "apiKey" ? actor.createdById : null;
}

/** True if this actor may; boxes and jobs act under their own rules and are never asked. */
export function actorMay(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "user") return roleMay(actor.role, permission);
  if (actor.kind === "apiKey") return actor.scopes.includes(permission) && roleMay(actor.role, permission);
  return false;
}

/** First line of every read and mutation. */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  if (actorMay(ctx.actor, permission)) return;
  const lacks = ctx.actor.kind === "apiKey" ? "this API key does not have" : "your role does not have";
  throw new AppError("not_allowed", `This needs the permission ${permission}, which ${lacks}.`);
}

/** Minutes for which a proof of identity counts as recent. */
export const recentMinutes = 5;

/**
 * Before what cannot be undone or costs money: the person must have proved who they are within five minutes
 * (ASVS 5.0 §7.5). An API key passes: making one asked for the proof, and programs have nobody to ask.
 */
export function requireRecentSignIn(ctx: Ctx): void {
  if (ctx.actor.kind === "user") requireRecent(ctx.authenticatedAt);
}

export function requireRecent(authenticatedAt: Date | undefined): void {
  if (authenticatedAt && Date.now() - authenticatedAt.getTime() <= recentMinutes * 60_000) return;
  throw new AppError(
    "reauthentication_required",
    "Confirm that it is you: this needs a sign-in of the last 5 minutes.",
  );
}

/** The box that acts; a programming error for anyone else. */
export function actingBox(ctx: Ctx): string {
  if (ctx.actor.kind !== "box") throw new Error("only a box may do this");
  return ctx.actor.boxId;
}
