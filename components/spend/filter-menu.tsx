"use client";
import { ListFilterPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { SpendQuery } from "#lib/spend/schema.ts";
import type { SpendParams } from "./search-params.ts";

const FilterChoices = dynamic(() => import("./filter-choices.tsx").then((module) => module.FilterChoices), {
  loading: () => <TableSkeleton rows={3} />,
});

/** Keeps what is ticked: several values of a dimension are "or", several dimensions are "and". */
export function FilterMenu({ query, change }: { query: SpendQuery; change: (params: Partial<SpendParams>) => void }) {
  const t = useTranslations("spend");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      label={t("addFilter")}
      trigger={
        <Button>
          <ListFilterPlus aria-hidden />
          {t("addFilter")}
        </Button>
      }
    >
      <FilterChoices query={query} change={change} />
    </Popover>
  );
}
