import "server-only";

/** The address a request came from, as Next's server or the proxy in front of it noted it; for people to look at. */
export function callerAddress(request: Request): string | null {
  const [first] = (request.headers.get("x-forwarded-for") ?? "").split(",");
  const address = first?.trim().replace(/^::ffff:/, "") ?? "";
  return address === "" ? null : address.slice(0, 64);
}
