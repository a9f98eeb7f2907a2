/** Names that are routes, or may become some. A test compares them with what is in app/. */
const reserved = new Set(
  "about account admin api app assets auth billing deleted docs enroll favicon.ico forgot-password health help home icon.svg invite login logout new onboarding org orgs pricing privacy public reset reset-password settings setup sign-in sign-out sign-up static status support terms www".split(
    " ",
  ),
);

/** Also what deleted organizations are renamed to. */
export function isReservedSlug(slug: string): boolean {
  return reserved.has(slug) || slug.startsWith("deleted-");
}

/** "Kaihe Labs, Inc." → "kaihe-labs-inc"; a name without Latin letters falls back to `team`. */
export function slugFrom(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return plain.length < 2 || isReservedSlug(plain) ? `team${plain === "" ? "" : `-${plain}`}` : plain;
}
