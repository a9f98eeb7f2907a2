"use client";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import type { TagCount } from "#lib/boxes/schema.ts";

/** One group, or all boxes. Hidden until there is a tag; a tag from the address that nobody carries stays in sight. */
export function TagFilter({
  tags,
  chosen,
  onChange,
}: {
  tags: readonly TagCount[];
  chosen: string | null;
  onChange: (tag: string | null) => void;
}) {
  const t = useTranslations("tags");
  const choices =
    chosen === null || tags.some(({ tag }) => tag === chosen) ? tags : [...tags, { tag: chosen, boxes: 0 }];
  if (choices.length === 0) return null;
  return (
    <Select
      aria-label={t("filter")}
      value={chosen ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
      className="w-36 shrink-0 sm:w-48"
    >
      <option value="">{t("all")}</option>
      {choices.map(({ tag, boxes }) => (
        <option key={tag} value={tag}>
          {t("counted", { tag, count: boxes })}
        </option>
      ))}
    </Select>
  );
}
