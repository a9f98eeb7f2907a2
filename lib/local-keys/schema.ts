import { z } from "zod";
import { LocalKeyRule } from "../protocol/config.ts";

const { models, requestsPerMinute, tokensPerMinute, concurrentCalls, agent } = LocalKeyRule.shape;

/** What a key may do; each box counts for itself. */
const limits = {
  models,
  requestsPerMinute,
  tokensPerMinute,
  concurrentCalls,
  /** Whose calls these are, so that budgets of the agent cover them; null: the caller may name one. */
  agent,
  /** Null: never. */
  expiresAt: z.iso
    .datetime()
    // Postgres knows no year 0.
    .refine((at) => new Date(at).getTime() >= 0, { error: "1970 or later" })
    .nullable()
    .default(null),
};

/** A bearer key for apps on the boxes' networks; `name` is the caller that spend is shown under. */
export const LocalKey = z.object({
  id: z.string(),
  name: z.string(),
  last4: z.string(),
  createdAt: z.iso.datetime(),
  ...limits,
});
export type LocalKey = z.infer<typeof LocalKey>;
export const LocalKeyList = z.object({ items: z.array(LocalKey) });

export const LocalKeyName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, dot, dash, underscore");

export const CreateLocalKey = z.object({ name: LocalKeyName, ...limits });

/** `PUT /api/v1/local-keys/{id}`: the limits from now on, all of them; what is left out is without limit. */
export const ChangeLocalKey = z.object(limits);
export type ChangeLocalKey = z.output<typeof ChangeLocalKey>;

/** `secret` is shown this once. */
export const CreatedLocalKey = LocalKey.extend({ secret: z.string() });
