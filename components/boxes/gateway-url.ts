const gatewayPort = 7071;

/**
 * Where apps on the box's network reach it: the address it told, with the usual port where it told none; `localhost`
 * for a box that told nothing.
 */
export function gatewayUrl(address: string | null): string {
  const text = address?.trim() || "localhost";
  const isBareIpv6 = !text.startsWith("[") && text.split(":").length > 2;
  const host = isBareIpv6 ? `[${text}]` : text;
  return `http://${host}${/:\d+$/.test(host) ? "" : `:${gatewayPort}`}/v1`;
}
