"use client";
import { useTranslations } from "next-intl";
import { channels } from "#lib/protocol/provider-names.ts";
import type { SpendGroup } from "#lib/spend/schema.ts";

// messages: spend.channel.*
// messages: spend.none.*
/** What a key of a dimension is called: its label, a channel's name, or in words that there is none. */
export function useSpendNames(): (group: SpendGroup | "tag", key: string, label: string) => string {
  const t = useTranslations("spend");
  return (group, key, label) => {
    if (key === "") return t(`none.${group}`);
    const channel = group === "channel" ? channels.find((one) => one === key) : undefined;
    return channel ? t(`channel.${channel}`) : label || key;
  };
}
