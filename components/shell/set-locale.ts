import { type Locale, localeCookie } from "#lib/i18n/locale.ts";

/** Remembered for a year, on this browser. The caller refreshes the page's server parts. */
export function setLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API exists only over https; consoles on a LAN are plain http.
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
}
