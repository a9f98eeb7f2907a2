import "server-only";
import { isIPv6 } from "node:net";

/**
 * The address a request came from. scripts/web.ts replaces whatever the client said in X-Forwarded-For by the one
 * address it can vouch for; limits count by it. Null in development, where nothing does.
 */
export function callerAddress(request: Request): string | null {
  const address = request.headers.get("x-forwarded-for")?.replace(/^::ffff:/, "") ?? "";
  return address === "" ? null : address.slice(0, 64);
}

/**
 * What limits count: the address, or for IPv6 its /64, which is what one customer is given (RFC 6177) and can choose
 * from at will.
 */
export function addressKey(address: string | null): string {
  if (address === null || !isIPv6(address)) return address ?? "";
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
