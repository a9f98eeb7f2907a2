import { BlockList, isIP } from "node:net";

/**
 * What of IPv4 is nobody's public server: the IANA special-purpose registry (RFC 6890), with the carriers' shared space
 * (RFC 6598), link-local with the clouds' metadata servers, multicast, reserved, and the relays of 6to4.
 */
const refusedV4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/**
 * Of IPv6 only global unicast is anybody's (2000::/3, RFC 4291), which leaves out loopback, mapped IPv4, NAT64, unique-local,
 * link-local and multicast; and of that not what embeds an IPv4 address (Teredo, 6to4) or is for books (RFC 3849, RFC 9637).
 */
const refusedV6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const refused = new BlockList();
for (const [net, bits] of refusedV4) refused.addSubnet(net, bits, "ipv4");
for (const [net, bits] of refusedV6) refused.addSubnet(net, bits, "ipv6");
const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether this is an address of the public internet. Anything that is no plain address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  // A zone (fe80::1%eth0) names an interface of this machine.
  if (family === 0 || address.includes("%")) return false;
  if (family === 4) return !refused.check(address, "ipv4");
  return globalV6.check(address, "ipv6") && !refused.check(address, "ipv6");
}

export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}
