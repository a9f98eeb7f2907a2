"use client";
import { Ellipsis, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { removeRoute, resetRoute } from "./layer-patch.ts";
import type { LayerView } from "./use-edited-layer.ts";
import { useSaveLayer } from "./use-save-layer.ts";

/** Removing a route, or leaving it to the layer below again. */
export function RouteMenu({ alias, view }: { alias: string; view: LayerView }) {
  const t = useTranslations("routes");
  const [asked, setAsked] = useState<"remove" | "reset" | null>(null);
  const { send } = useSaveLayer();
  const { layer } = view;
  const isBox = layer.name !== "org";
  const isOverride = isBox && layer.patch.routes?.[alias] != null && layer.below.routes[alias] !== undefined;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="ghost" size="icon" aria-label={t("actionsOf", { alias })}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {isOverride ? (
          <MenuItem onSelect={() => setAsked("reset")}>
            <Undo2 aria-hidden />
            {t("reset")}
          </MenuItem>
        ) : null}
        <MenuItem isDanger onSelect={() => setAsked("remove")}>
          <Trash2 aria-hidden />
          {t("remove")}
        </MenuItem>
      </Menu>
      {asked === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={asked === "remove" ? t("removeTitle", { alias }) : t("resetTitle", { alias })}
          consequence={asked === "reset" ? t("resetText") : isBox ? t("removeBoxText") : t("removeText")}
          confirmLabel={asked === "remove" ? t("remove") : t("reset")}
          confirm={() => send(layer, asked === "remove" ? removeRoute(layer, alias) : resetRoute(layer, alias))}
        />
      )}
    </>
  );
}
