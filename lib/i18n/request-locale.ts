import { cookieIn } from "../api/cookie-in.ts";
import { chooseLocale, type Locale, localeCookie } from "./locale.ts";

/** Language of whoever makes this request, for mails that it causes. */
export function localeOf(request: Request): Locale {
  const cookie = cookieIn(request.headers.get("cookie"), localeCookie) ?? undefined;
  return chooseLocale(cookie, request.headers.get("accept-language"));
}
