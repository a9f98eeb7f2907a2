"use client";
import { useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";
import { changeDiscount, removeDiscount } from "#lib/discounts/query.ts";
import { discountState, type PriceDiscount } from "#lib/discounts/schema.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { DiscountDialog } from "./discount-dialog.tsx";
import { formatDiscount } from "./discount-text.ts";

/** What can be done with a discount that is not over. */
export function DiscountMenu({ provider, discount }: { provider: Provider; discount: PriceDiscount }) {
  const t = useTranslations("discounts");
  const locale = useLocale();
  const { slug } = useOrg();
  const client = useQueryClient();
  const [open, setOpen] = useState<"edit" | "end" | "remove" | null>(null);
  const off = formatDiscount(discount.basisPoints, locale);
  const close = () => setOpen(null);

  async function finish(isEnd: boolean) {
    await (isEnd
      ? changeDiscount(slug, provider.id, discount.id, { endsAt: new Date().toISOString() })
      : removeDiscount(slug, provider.id, discount.id));
    void client.invalidateQueries({ queryKey: [slug, "providers"] });
    toast(isEnd ? t("ended", { off }) : t("removed", { off }));
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="ghost" size="icon" aria-label={t("actions", { off })}>
            <MoreHorizontal aria-hidden />
          </Button>
        }
      >
        {discountState(discount, Date.now()) === "planned" ? (
          <>
            <MenuItem onSelect={() => setOpen("edit")}>{t("edit")}</MenuItem>
            <MenuItem isDanger onSelect={() => setOpen("remove")}>
              {t("remove")}
            </MenuItem>
          </>
        ) : (
          <MenuItem isDanger onSelect={() => setOpen("end")}>
            {t("end")}
          </MenuItem>
        )}
      </Menu>
      {open === "edit" ? <DiscountDialog provider={provider} discount={discount} onClose={close} /> : null}
      <ConfirmDialog
        open={open === "end" || open === "remove"}
        onOpenChange={close}
        title={open === "end" ? t("endTitle", { off }) : t("removeTitle", { off })}
        consequence={open === "end" ? t("endText") : t("removeText")}
        confirmLabel={open === "end" ? t("end") : t("remove")}
        confirm={() => finish(open === "end")}
      />
    </>
  );
}
