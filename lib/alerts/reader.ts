import "server-only";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";

/** The person whose alerts are read or silenced. Not by an API key: a leaked one must not hide what it does. */
export function alertReader({ actor }: Ctx): string {
  if (actor.kind !== "user") throw new AppError("people_only", "Alerts are read by people, not by API keys.");
  return actor.userId;
}
