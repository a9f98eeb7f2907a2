"use client";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { SampleCall } from "#lib/configs/schema.ts";
import { CheckList } from "./check-list.tsx";

/** The call that is asked about; text, as it is typed. */
export interface SampleDraft {
  inputTokens: string;
  outputTokens: string;
  needs: Need[];
}
const needs = ["tools", "vision", "json"] as const;
type Need = (typeof needs)[number];

export const firstSample: SampleDraft = { inputTokens: "1000", outputTokens: "", needs: [] };
const most = 10_000_000;

/** Null while a number is none. */
export function readSample({ inputTokens, outputTokens, needs: asked }: SampleDraft): SampleCall | null {
  const isCount = (text: string) => /^\d{1,8}$/.test(text) && Number(text) <= most;
  if (!isCount(inputTokens) || (outputTokens !== "" && !(isCount(outputTokens) && Number(outputTokens) > 0)))
    return null;
  return {
    inputTokens: Number(inputTokens),
    outputTokens: outputTokens === "" ? null : Number(outputTokens),
    needsTools: asked.includes("tools"),
    needsVision: asked.includes("vision"),
    needsJson: asked.includes("json"),
  };
}

// messages: routes.need.*
export function SampleFields({
  sample,
  onChange,
  boxes,
  boxId,
  onBox,
}: {
  sample: SampleDraft;
  onChange: (sample: SampleDraft) => void;
  boxes: readonly { id: string; name: string }[];
  boxId: string;
  onBox: (boxId: string) => void;
}) {
  const t = useTranslations("routes");
  return (
    <div className="space-y-2">
      <div className="grid grid-cols-2 gap-2">
        <Field label={t("inputTokens")}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tabular-nums"
              value={sample.inputTokens}
              onChange={(event) => onChange({ ...sample, inputTokens: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("outputLimit")}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tabular-nums"
              placeholder={t("noLimit")}
              value={sample.outputTokens}
              onChange={(event) => onChange({ ...sample, outputTokens: event.target.value })}
            />
          )}
        </Field>
      </div>
      <CheckList
        legend={t("needs")}
        options={needs.map((value) => ({ value, label: t(`need.${value}`) }))}
        chosen={sample.needs}
        onChange={(chosen) => onChange({ ...sample, needs: chosen })}
      />
      <Field label={t("measuredBy")}>
        {(control) => (
          <Select {...control} value={boxId} onChange={({ target }) => onBox(target.value)}>
            <option value="">{t("allBoxes")}</option>
            {boxes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
