"use client";
import { useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import type { HealthNode } from "#lib/protocol/channel.ts";

/** Names and details are the box's own words. */
function Node({ node }: { node: HealthNode }) {
  const t = useTranslations("health");
  return (
    <li>
      <div className="flex min-h-7 flex-wrap items-center gap-x-3">
        <span className="min-w-0 flex-1 truncate">{node.name}</span>
        <StatusDot tone={node.isHealthy ? "ok" : "bad"}>{node.isHealthy ? t("healthy") : t("unhealthy")}</StatusDot>
      </div>
      {node.detail ? <p className="text-xs text-muted">{node.detail}</p> : null}
      {node.parts?.length ? (
        <ul className="ml-1 border-l pl-3">
          {node.parts.map((part) => (
            <Node key={part.name} node={part} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

export function HealthCard({ health }: { health: HealthNode | null }) {
  const t = useTranslations("health");
  return (
    <Card title={t("title")}>
      {health ? (
        <ul>
          <Node node={health} />
        </ul>
      ) : (
        <p className="text-muted">{t("unknown")}</p>
      )}
    </Card>
  );
}
