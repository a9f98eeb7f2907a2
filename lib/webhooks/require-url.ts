import "server-only";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { urlRefusal } from "./check-url.ts";

/** Plain http to this machine is for trying things out, never for a console that serves others. */
export function isLoopbackAllowed(): boolean {
  return env().NODE_ENV !== "production";
}

/** Refuses at the field what could never be delivered to; names are resolved at every delivery, not here. */
export function requireWebhookUrl(url: string): void {
  const reason = urlRefusal(url, isLoopbackAllowed());
  if (reason !== null) throw new AppError("invalid_input", `url: ${reason}`, [{ name: "url", reason }]);
}
