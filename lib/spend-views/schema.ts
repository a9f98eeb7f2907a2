import { z } from "zod";

export const spendViewPages = ["overview", "explore"] as const;
export const SpendViewPage = z.enum(spendViewPages);
export type SpendViewPage = z.infer<typeof SpendViewPage>;

/** What one person may keep, so that a menu stays a menu. */
export const maxSpendViews = 50;

/** Part of an address after the question mark: what RFC 3986 allows there, and nothing that ends it. */
const Query = z
  .string()
  .max(4000)
  .regex(/^[\w\-.~!$&'()*+,;=:@/?%]*$/, "the part of an address after the question mark");
const Name = z.string().trim().min(1).max(64);

/** A picture of spend under a name. */
export const SavedView = z.object({
  id: z.string(),
  page: SpendViewPage,
  name: z.string(),
  query: z.string(),
  isShared: z.boolean(),
  /** Whether whoever asks made it: only they rename, renew and share it. */
  isMine: z.boolean(),
  /** Whether whoever asks may delete it: its author, and managers what is shared. */
  mayDelete: z.boolean(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type SavedView = z.infer<typeof SavedView>;
export const SavedViewList = z.object({ items: z.array(SavedView) });

export const SaveView = z.object({
  page: SpendViewPage,
  name: Name,
  query: Query,
  isShared: z.boolean().default(false),
});
export const ChangeView = z.object({ name: Name, query: Query, isShared: z.boolean() }).partial();
