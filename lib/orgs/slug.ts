/** Names that are routes, or may become some. */
const reserved = new Set(
  "account api auth app admin about assets billing docs enroll favicon.ico help home invite login logout new onboarding pricing privacy public reset setup settings sign-in sign-out sign-up static status support terms www".split(
    " ",
  ),
);

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
  return plain.length < 2 || reserved.has(plain) ? `team${plain === "" ? "" : `-${plain}`}` : plain;
}
