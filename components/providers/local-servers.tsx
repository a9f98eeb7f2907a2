"use client";
import { useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Card } from "#components/ui/card.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { formatCompact } from "#lib/format.ts";
import type { LocalServer } from "#lib/providers/schema.ts";

const serverNames = { ollama: "Ollama", "llama.cpp": "llama.cpp", vllm: "vLLM" };

/** Which box found which server, and what it serves. */
export function LocalServers({ servers }: { servers: readonly LocalServer[] }) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const { slug } = useOrg();
  const columns: Column<LocalServer>[] = [
    { id: "box", header: t("box"), cell: ({ boxName }) => boxName, sortBy: ({ boxName }) => boxName },
    {
      id: "server",
      header: t("server"),
      cell: ({ server }) => {
        if (server === null) return <StatusDot tone="bad">{t("serverSilent")}</StatusDot>;
        return <StatusDot tone="ok">{server === "other" ? t("serverOther") : serverNames[server]}</StatusDot>;
      },
    },
    {
      id: "models",
      header: t("servedModels"),
      cell: ({ models }) =>
        models.length === 0 ? (
          <span className="text-muted">–</span>
        ) : (
          <ul>
            {models.map(({ id, contextTokens, isLoaded }) => (
              <li key={id} className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-mono text-xs">{id}</span>
                <span className="text-xs text-muted">
                  {isLoaded ? t("loaded") : t("notLoaded")}
                  {contextTokens === null
                    ? null
                    : ` · ${t("contextOf", { tokens: formatCompact(contextTokens, locale) })}`}
                </span>
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return (
    <Card isFlush title={t("servers")} description={t("serversText")}>
      {servers.length === 0 ? (
        <p className="p-4 text-muted">{t("noServers")}</p>
      ) : (
        <DataTable
          caption={t("servers")}
          columns={columns}
          rows={servers}
          rowKey={({ boxId }) => boxId}
          rowHref={({ boxId }) => `/${slug}/boxes/${boxId}`}
        />
      )}
    </Card>
  );
}
