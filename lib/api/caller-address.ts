import "server-only";

/**
 * The address a request came from. scripts/web.ts replaces whatever the client said in X-Forwarded-For by the one
 * address it can vouch for; limits count by it. Null in development, where nothing does.
 */
export function callerAddress(request: Request): string | null {
  const address = request.headers.get("x-forwarded-for")?.replace(/^::ffff:/, "") ?? "";
  return address === "" ? null : address.slice(0, 64);
}
