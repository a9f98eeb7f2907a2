import { isIP } from "node:net";
import { isLoopback, isPublicAddress } from "./addresses.ts";

/** Names that only mean something inside a network (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal). */
const innerNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|onion)$/;

/** The host without the brackets of an IPv6 address and without the dot of the root. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

/** A name or address that only this machine answers to. */
function isThisMachine(host: string): boolean {
  return host === "localhost" || isLoopback(host);
}

/**
 * Why no message is sent to this address whatever its name resolves to; null if one may be. `isLoopbackAllowed` is for
 * development: then plain http to this machine is fine too, and nothing else changes.
 */
export function urlRefusal(text: string, isLoopbackAllowed: boolean): string | null {
  const url = URL.parse(text);
  if (!url) return "not an address";
  const host = hostOf(url);
  const isHere = isLoopbackAllowed && isThisMachine(host);
  if (url.protocol !== "https:" && !(isHere && url.protocol === "http:")) return "must begin with https://";
  if (url.username !== "" || url.password !== "") return "must not contain a name or password";
  const port = url.port === "" ? 443 : Number(url.port);
  // Below 1024 other services of a host listen: mail, databases' admin, SSH.
  if (port !== 443 && port < 1024) return "must use port 443 or one from 1024 on";
  if (isHere) return null;
  const isAddress = isIP(host) !== 0;
  if (isAddress) return isPublicAddress(host) ? null : "must be on the public internet";
  if (!host.includes(".") || innerNames.test(host)) return "must be on the public internet";
  return null;
}
