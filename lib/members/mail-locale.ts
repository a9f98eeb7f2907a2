import "server-only";
import { chooseLocale, type Locale, localeCookie } from "../i18n/locale.ts";

/** The inviter's language: that of somebody who has no account yet is unknown. */
export function mailLocale(request: Request): Locale {
  const cookie = new RegExp(`(?:^|;\\s*)${localeCookie}=([^;]*)`).exec(request.headers.get("cookie") ?? "")?.[1];
  return chooseLocale(cookie, request.headers.get("accept-language"));
}
