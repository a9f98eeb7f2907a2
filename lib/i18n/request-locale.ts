import { chooseLocale, type Locale, localeCookie } from "./locale.ts";

/** Language of whoever makes this request, for mails that it causes. */
export function localeOf(request: Request): Locale {
  const [, cookie] = new RegExp(`(?:^|;\\s*)${localeCookie}=(\\w+)`).exec(request.headers.get("cookie") ?? "") ?? [];
  return chooseLocale(cookie, request.headers.get("accept-language"));
}
