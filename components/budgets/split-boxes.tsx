"use client";
import { useTranslations } from "next-intl";
import { useController } from "react-hook-form";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import type { SplitFields } from "./split-what.tsx";

/** Which boxes get a budget: all, a group, or some by name. */
export function SplitBoxes({ form, boxes }: { form: SplitFields; boxes: readonly BoxSummary[] }) {
  const t = useTranslations("split");
  const { field } = useController({ control: form.control, name: "boxIds" });
  const tags = [...new Set(boxes.flatMap((box) => box.tags))].toSorted();
  return (
    <div className="space-y-2">
      <Field label={t("boxes")}>
        {(control) => (
          <Select {...control} {...form.register("boxes")}>
            <option value="all">{t("allBoxes", { count: boxes.length })}</option>
            {tags.map((tag) => (
              <option key={tag} value={`tag:${tag}`}>
                {t("group", { tag, count: boxes.filter((box) => box.tags.includes(tag)).length })}
              </option>
            ))}
            <option value="listed">{t("listed")}</option>
          </Select>
        )}
      </Field>
      {form.watch("boxes") === "listed" ? (
        <fieldset>
          <legend className="sr-only">{t("listed")}</legend>
          <div className="max-h-40 overflow-y-auto rounded-md border px-3 py-1">
            {boxes.map(({ id, name }) => (
              <label key={id} className="flex min-h-7 items-center gap-2 pointer-coarse:min-h-11">
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-accent"
                  checked={field.value.includes(id)}
                  onChange={() =>
                    field.onChange(
                      field.value.includes(id) ? field.value.filter((each) => each !== id) : [...field.value, id],
                    )
                  }
                />
                <span className="min-w-0 truncate">{name}</span>
              </label>
            ))}
          </div>
          {form.formState.errors.boxIds ? (
            <p role="alert" className="mt-1 text-xs text-bad">
              {t("noneChosen")}
            </p>
          ) : null}
        </fieldset>
      ) : null}
    </div>
  );
}
