import "server-only";
import { actorMay, type Ctx, personBehind } from "../context.ts";
import { type SavedView, SpendViewPage } from "./schema.ts";

export const viewFields = {
  id: true,
  page: true,
  name: true,
  query: true,
  isShared: true,
  createdById: true,
  createdBy: { select: { name: true } },
  createdAt: true,
} as const;

interface ViewRow {
  id: string;
  page: string;
  name: string;
  query: string;
  isShared: boolean;
  createdById: string;
  createdBy: { name: string };
  createdAt: Date;
}

/** The views that exist for whoever asks: their own, and what others share. */
export function seenBy(ctx: Ctx) {
  return { orgId: ctx.org.id, OR: [{ createdById: personBehind(ctx.actor) ?? "" }, { isShared: true }] };
}

export function mayManageViews(ctx: Ctx): boolean {
  return actorMay(ctx.actor, "spend-views.manage");
}

export function toSavedView(ctx: Ctx, { createdById, createdBy, createdAt, page, ...row }: ViewRow): SavedView {
  const isMine = createdById === personBehind(ctx.actor);
  return {
    ...row,
    page: SpendViewPage.parse(page),
    isMine,
    mayDelete: isMine || mayManageViews(ctx),
    createdBy: createdBy.name,
    createdAt: createdAt.toISOString(),
  };
}
