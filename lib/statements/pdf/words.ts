import "server-only";
import { createTranslator } from "next-intl";
import type { Locale } from "../../i18n/locale.ts";
import en from "../../i18n/messages/en.json";
import zh from "../../i18n/messages/zh.json";
import { channels } from "../../protocol/provider-names.ts";
import type { StatementGroup } from "../groups.ts";

// messages: spend.channel.*
// messages: spend.none.*

// Without an import attribute: see scripts/node-hooks.mjs.
const messages = { en, zh };

/** The texts of a printed statement. */
export function wordsOf(locale: Locale) {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "statements" });
  const spend = createTranslator({ locale, messages: messages[locale], namespace: "spend" });
  return {
    t,
    /** What the page calls it too (components/spend/use-spend-names.ts). */
    nameOf(group: StatementGroup, key: string, label: string): string {
      if (key === "") return spend(`none.${group}`);
      const channel = group === "channel" ? channels.find((one) => one === key) : undefined;
      return channel ? spend(`channel.${channel}`) : label || key;
    },
  };
}
export type Words = ReturnType<typeof wordsOf>;
