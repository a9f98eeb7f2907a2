/** `prefix_` and 26 characters of Crockford base32 (a UUIDv7 by way of TypeID). */
export function idPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`);
}
