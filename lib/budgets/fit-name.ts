/** As many characters as a budget's name may have, never half of one that takes two: Postgres refuses those in JSON. */
export function fitName(text: string, most = 64): string {
  return text
    .slice(0, Math.max(0, most))
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
}
