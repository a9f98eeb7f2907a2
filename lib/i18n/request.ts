import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale, localeCookie } from "./locale.ts";

export default getRequestConfig(async () => {
  const locale = chooseLocale((await cookies()).get(localeCookie)?.value, (await headers()).get("accept-language"));
  const { default: messages } =
    locale === "zh" ? await import("./messages/zh.json") : await import("./messages/en.json");
  // The zone of an organization's pages is set by their layout; `now` keeps server and client text equal.
  return { locale, messages, timeZone: "UTC", now: new Date() };
});
