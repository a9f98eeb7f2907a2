/** The value of one cookie in a Cookie header (RFC 6265 §4.2.1), as it stands; null without it. */
export function cookieIn(header: string | null, name: string): string | null {
  const pair = (header ?? "").split(/;\s*/).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? null;
}
