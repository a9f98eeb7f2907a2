"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";
import type { LayerView } from "./use-edited-layer.ts";

// messages: configs.layer.*
// messages: routes.logging.*
/** What stands beside the routes: logs, size of requests, observation. */
export function SettingsLines({ view, mayEdit }: { view: LayerView; mayEdit: boolean }) {
  const t = useTranslations("routes");
  const words = useTranslations("configs");
  const [isOpen, setIsOpen] = useState(false);
  const { logging, maxBodyMegabytes, observationSeconds } = view.effective;
  const lines = [
    {
      name: "logging",
      label: t("logs"),
      value:
        logging.mode === "off"
          ? t("logging.off")
          : `${t(`logging.${logging.mode}`)} · ${t("keepDays", { days: logging.keepDays })}`,
    },
    { name: "maxBodyMegabytes", label: t("maxBody"), value: t("megabytes", { count: maxBodyMegabytes }) },
    { name: "observationSeconds", label: t("observation"), value: t("seconds", { count: observationSeconds }) },
  ];
  return (
    <div className="space-y-3">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-4 gap-y-1.5">
        {lines.map(({ name, label, value }) => (
          <div key={name} className="col-span-3 grid grid-cols-subgrid items-baseline">
            <dt className="text-muted">{label}</dt>
            <dd>{value}</dd>
            <dd>
              <Badge>{words(`layer.${view.winners[name] ?? "default"}`)}</Badge>
            </dd>
          </div>
        ))}
      </dl>
      {mayEdit ? (
        <Button size="sm" onClick={() => setIsOpen(true)}>
          {t("changeSettings")}
        </Button>
      ) : null}
      {isOpen ? <SettingsDialog view={view} onClose={() => setIsOpen(false)} /> : null}
    </div>
  );
}
