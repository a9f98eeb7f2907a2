import { AppError } from "./errors.ts";
import { type Permission, type Role, roleMay } from "./permissions.ts";

/** Who acts. Every audit row carries one. */
export type Actor =
  | { kind: "user"; userId: string; name: string; role: Role }
  | { kind: "box"; boxId: string }
  | { kind: "job"; job: string }
  | { kind: "setup" };

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
}

/** First line of every read and mutation. Boxes and jobs act under their own rules and never pass here. */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  if (ctx.actor.kind === "user" && roleMay(ctx.actor.role, permission)) return;
  throw new AppError("not_allowed", `This needs the permission ${permission}, which your role does not have.`);
}

/** The box that acts; a programming error for anyone else. */
export function actingBox(ctx: Ctx): string {
  if (ctx.actor.kind !== "box") throw new Error("only a box may do this");
  return ctx.actor.boxId;
}
