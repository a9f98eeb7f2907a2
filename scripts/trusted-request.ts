import type { IncomingMessage } from "node:http";

/**
 * Next's own signals between its parts. No browser of ours sends them, and each has once been a way around something
 * (x-middleware-subrequest: CVE-2025-29927). `rsc`, `next-router-*` and `next-url` are what its client sends: they stay.
 */
const internal = /^(x-middleware-|x-nextjs-|x-next-|x-now-|x-invoke-|x-matched-path$|next-resume$)/;

/** Where a proxy says what it saw; from anybody else they are claims. */
const claims = ["forwarded", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-real-ip"] as const;

/**
 * A path of this server that can be read. The absolute form of proxies (RFC 9112 §3.2.2) names another host beside the
 * Host header, and escapes that are no UTF-8 would be a 500 further in.
 */
export function isOwnPath(target: string | undefined): boolean {
  const [path = ""] = (target ?? "").split("?");
  if (!path.startsWith("/")) return false;
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

/**
 * Who sent this: the other end of the connection, or what the outermost of `hops` trusted proxies wrote down, counted
 * from the right of X-Forwarded-For because everything further left came from outside. Fewer entries than proxies
 * means that the request came past them.
 */
export function senderAddress(socketAddress: string, forwardedFor: string | undefined, hops: number): string {
  const entries = (forwardedFor ?? "").split(",").map((entry) => entry.trim());
  return (hops > 0 && entries.at(-hops)) || socketAddress;
}

/** Leaves in the request's headers only what can be believed; X-Forwarded-For becomes the one address of the sender. */
export function cleanHeaders(request: IncomingMessage, hops: number): void {
  const { headers } = request;
  const forwardedFor = headers["x-forwarded-for"];
  for (const name of Object.keys(headers)) if (internal.test(name)) delete headers[name];
  if (hops === 0) for (const name of claims) delete headers[name];
  const chain = Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor;
  headers["x-forwarded-for"] = senderAddress(request.socket.remoteAddress ?? "", chain, hops);
}
