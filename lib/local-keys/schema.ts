import { z } from "zod";

/** A bearer key for apps on the boxes' networks; `name` is the caller that spend is shown under. */
export const LocalKey = z.object({ id: z.string(), name: z.string(), last4: z.string(), createdAt: z.iso.datetime() });
export type LocalKey = z.infer<typeof LocalKey>;
export const LocalKeyList = z.object({ items: z.array(LocalKey) });

export const CreateLocalKey = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, dot, dash, underscore"),
});
/** `secret` is shown this once. */
export const CreatedLocalKey = LocalKey.extend({ secret: z.string() });
