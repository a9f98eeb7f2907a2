"use client";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import { spendGroups } from "#lib/spend/choices.ts";
import type { SpendGroup } from "#lib/spend/schema.ts";

// messages: spend.group.*
// messages: spend.then.*
/** What spend is split by: one dimension, or with `isTwoLevel` two. */
export function GroupControl({
  groupBy,
  isTwoLevel = false,
  onChange,
}: {
  groupBy: readonly SpendGroup[];
  isTwoLevel?: boolean;
  onChange: (groupBy: string) => void;
}) {
  const t = useTranslations("spend");
  const [first = "model", second] = groupBy;
  return (
    <>
      <Select
        aria-label={t("groupLabel")}
        className="w-36"
        value={first}
        onChange={({ target }) =>
          onChange([target.value, ...(isTwoLevel && second && second !== target.value ? [second] : [])].join(","))
        }
      >
        {spendGroups.map((group) => (
          <option key={group} value={group}>
            {t(`group.${group}`)}
          </option>
        ))}
      </Select>
      {isTwoLevel ? (
        <Select
          aria-label={t("thenLabel")}
          className="w-40"
          value={second ?? ""}
          onChange={({ target }) => onChange([first, ...(target.value ? [target.value] : [])].join(","))}
        >
          <option value="">{t("thenNothing")}</option>
          {spendGroups
            .filter((group) => group !== first)
            .map((group) => (
              <option key={group} value={group}>
                {t(`then.${group}`)}
              </option>
            ))}
        </Select>
      ) : null}
    </>
  );
}
