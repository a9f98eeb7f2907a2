"use client";
import { useTranslations } from "next-intl";
import type { Budget } from "#lib/budgets/schema.ts";

// messages: providers.kind.*
// messages: providers.channel.*
/** What is paid for and who spends, in words: "Practice · group lab". */
export function useScopeText(): (budget: Pick<Budget, "scope" | "connectionName" | "boxName">) => string {
  const t = useTranslations("budgetScope");
  const providers = useTranslations("providers");
  return ({ scope, connectionName, boxName }) => {
    const { connectionId, providerKind, channel, modelFamily, boxId, tag, agent } = scope;
    const what =
      connectionId !== null
        ? (connectionName ?? connectionId)
        : providerKind !== null
          ? t("whatProvider", { name: providers(`kind.${providerKind}`) })
          : channel !== null
            ? t("whatChannel", { name: providers(`channel.${channel}`) })
            : modelFamily !== null
              ? t("whatFamily", { name: modelFamily })
              : t("whatAll");
    const who =
      boxId !== null
        ? t("whoBox", { name: boxName ?? boxId })
        : tag !== null
          ? t("whoGroup", { name: tag })
          : agent !== null
            ? t("whoAgent", { name: agent })
            : t("whoOrg");
    return `${what} · ${who}`;
  };
}
