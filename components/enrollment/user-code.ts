import { UserCode } from "#lib/enrollment/schema.ts";

const bridgeKey = "kaihe-user-code";

/** `WDJB-MJHT` from what was typed or scanned; null when it is not a code. */
export function readCode(text: string): string | null {
  const parsed = UserCode.safeParse(text);
  return parsed.success ? `${parsed.data.slice(0, 4)}-${parsed.data.slice(4)}` : null;
}

/** Keeps the code over the sign-in page, also when a password manager or the browser drops the fragment. */
export function keepCode(code: string): void {
  sessionStorage.setItem(bridgeKey, code);
}

export function takeKeptCode(): string | null {
  const code = sessionStorage.getItem(bridgeKey);
  sessionStorage.removeItem(bridgeKey);
  return code === null ? null : readCode(code);
}
