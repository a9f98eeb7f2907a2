import { networkInterfaces } from "node:os";

/** The address under which others on the network reach this machine; loopback when it listens only there. */
export function localAddress(host: string): string {
  if (host !== "0.0.0.0" && host !== "::") return host;
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find((item) => !item.internal && item.family === "IPv4")?.address ?? "127.0.0.1";
}
