"use client";
import { useTranslations } from "next-intl";
import { StatusDot } from "#components/ui/status-dot.tsx";
import type { RouteOverview } from "#lib/configs/schema.ts";

/** How many boxes run what is asked of them already. */
export function FleetProgress({ boxes: { applied, pending, failed } }: Pick<RouteOverview, "boxes">) {
  const t = useTranslations("routes");
  const total = applied + pending + failed;
  return (
    <p role="status" data-testid="fleet-progress" className="flex flex-wrap gap-x-4 gap-y-1">
      {total === 0 ? (
        <span className="text-muted">{t("noBoxes")}</span>
      ) : (
        <>
          <StatusDot tone="ok">{t("applied", { applied, total })}</StatusDot>
          {pending > 0 ? <StatusDot tone="info">{t("pending", { count: pending })}</StatusDot> : null}
          {failed > 0 ? <StatusDot tone="bad">{t("failed", { count: failed })}</StatusDot> : null}
        </>
      )}
    </p>
  );
}
