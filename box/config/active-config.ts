import type { z } from "zod";
import { DesiredDocument } from "../../lib/protocol/config.ts";

/** A document with everything needed to run it. Replaced as a whole, never changed: readers keep the one they began with. */
export type ActiveConfig = {
  readonly document: DesiredDocument;
  /** Provider keys by connection id; in memory only. */
  readonly keys: ReadonlyMap<string, string>;
};

/** What bounds spending and who may call: in force from the moment it is known, whatever becomes of the rest. */
export const Limits = DesiredDocument.pick({ version: true, budgets: true, localKeys: true });
export type Limits = z.infer<typeof Limits>;

/** A configuration under the newest limits: one that was returned to must not bring back an older budget or key. */
export function underLimits(config: ActiveConfig, limits: Limits | null): ActiveConfig {
  if (limits === null || limits.version <= config.document.version) return config;
  const { budgets, localKeys } = limits;
  return { ...config, document: { ...config.document, budgets, localKeys } };
}
