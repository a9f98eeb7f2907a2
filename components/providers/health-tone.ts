import type { Tone } from "#components/ui/badge.tsx";

/** How bad a share of failed attempts looks. */
export function healthTone(share: number): Tone {
  if (share >= 0.2) return "bad";
  return share >= 0.02 ? "warn" : "ok";
}
