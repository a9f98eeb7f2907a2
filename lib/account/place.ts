import { BlockList, isIP } from "node:net";

type Place = "machine" | "network" | "internet";

const machine = new BlockList();
machine.addSubnet("127.0.0.0", 8);
machine.addAddress("::1", "ipv6");

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291 §2.5.6. */
const network = new BlockList();
for (const [address, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
] as const) {
  network.addSubnet(address, bits);
}
network.addSubnet("fc00::", 7, "ipv6");
network.addSubnet("fe80::", 10, "ipv6");

/**
 * Where a sign-in came from, as far as an address says without asking anybody: the console's own machine, its network,
 * or the internet. Null for what is no address.
 */
export function placeOf(address: string | null): Place | null {
  const family = isIP(address ?? "");
  if (address === null || family === 0) return null;
  const kind = family === 6 ? "ipv6" : "ipv4";
  if (machine.check(address, kind)) return "machine";
  return network.check(address, kind) ? "network" : "internet";
}
