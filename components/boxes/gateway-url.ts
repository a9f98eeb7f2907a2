const gatewayPort = 7071;

/** Where apps on the box's network reach it; `localhost` for a box that told no address. */
export function gatewayUrl(address: string | null): string {
  const host = address === null || address === "" ? "localhost" : address.includes(":") ? `[${address}]` : address;
  return `http://${host}:${gatewayPort}/v1`;
}
