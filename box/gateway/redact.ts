import type { LoggingPolicy } from "../../lib/protocol/config.ts";

type Kind = LoggingPolicy["redact"][number];

const patterns: Record<Kind, RegExp> = {
  email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  phone: /(?<![\w.])\+?\d[\d ()/-]{7,16}\d(?!\w|\.\d)/g,
  card: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g,
  ip: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)|(?<![\w:])(?:[\da-f]{0,4}:){3,7}[\da-f]{1,4}(?![\w:])/gi,
};

/** Keys and tokens of well-known kinds and whatever follows `Bearer`, whatever the policy says. */
const secrets =
  /\b(?:kl_|sk-|sk_|rk_|kf_live_|ghp_|gho_|github_pat_|xox[bap]-|AKIA|AIza|eyJ)[\w.-]{12,}|(?<=\bBearer\s+)[\w.~+/-]{8,}=*/gi;

const shown = "[redacted]";

/** Text with what looks like personal data or a key taken out. By pattern: it takes out too much rather than too little. */
export function redact(text: string, kinds: readonly Kind[]): string {
  // Cards before phones: a card number is a phone number to a pattern.
  const ordered = (["email", "card", "ip", "phone"] as const).filter((kind) => kinds.includes(kind));
  return ordered.reduce((clean, kind) => clean.replaceAll(patterns[kind], shown), text.replaceAll(secrets, shown));
}
