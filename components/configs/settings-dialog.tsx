"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { LoggingPolicy, loggingModes } from "#lib/protocol/config.ts";
import { CheckList } from "./check-list.tsx";
import { putSettings } from "./layer-patch.ts";
import type { LayerView } from "./use-edited-layer.ts";
import { useSaveLayer } from "./use-save-layer.ts";

const bounds = {
  keepDays: { min: 1, max: 90 },
  maxBodyMegabytes: { min: 1, max: 100 },
  observationSeconds: { min: 1, max: 3600 },
} as const;
const numbers = ["keepDays", "maxBodyMegabytes", "observationSeconds"] as const;
const redactions = LoggingPolicy.shape.redact.unwrap().element.options;

// messages: routes.logging.*
// messages: routes.loggingText.*
// messages: routes.redaction.*
// messages: routes.setting.*
// messages: routes.settingHint.*
export function SettingsDialog({ view, onClose }: { view: LayerView; onClose: () => void }) {
  const t = useTranslations("routes");
  const [{ layer, effective }] = useState(view);
  const { logging } = effective;
  const [mode, setMode] = useState(logging.mode);
  const [redact, setRedact] = useState(logging.redact);
  const [texts, setTexts] = useState({
    keepDays: String(logging.keepDays),
    maxBodyMegabytes: String(effective.maxBodyMegabytes),
    observationSeconds: String(effective.observationSeconds),
  });
  const [isTried, setIsTried] = useState(false);
  const { save, isPending, error } = useSaveLayer();
  const isWrong = (name: (typeof numbers)[number]) => {
    const { min, max } = bounds[name];
    return !/^\d{1,4}$/.test(texts[name]) || Number(texts[name]) < min || Number(texts[name]) > max;
  };

  async function submit() {
    setIsTried(true);
    if (numbers.some(isWrong)) return;
    const settings = {
      logging: { mode, redact, keepDays: Number(texts.keepDays) },
      maxBodyMegabytes: Number(texts.maxBodyMegabytes),
      observationSeconds: Number(texts.observationSeconds),
    };
    if (await save(layer, putSettings(layer, settings))) onClose();
  }

  return (
    <Dialog open onOpenChange={onClose} title={t("changeSettings")} description={t("logsStay")}>
      <form
        noValidate
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={t("logs")} hint={t(`loggingText.${mode}`)}>
          {(control) => (
            <Select
              {...control}
              value={mode}
              onChange={({ target }) => setMode(loggingModes.find((each) => each === target.value) ?? mode)}
            >
              {loggingModes.map((each) => (
                <option key={each} value={each}>
                  {t(`logging.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {mode === "full" ? (
          <CheckList
            legend={t("redact")}
            hint={t("redactHint")}
            options={redactions.map((value) => ({ value, label: t(`redaction.${value}`) }))}
            chosen={redact}
            onChange={setRedact}
          />
        ) : null}
        {numbers.map((name) => (
          <Field
            key={name}
            label={t(`setting.${name}`)}
            hint={t(`settingHint.${name}`)}
            error={isTried && isWrong(name) ? { message: t("fault.range", bounds[name]) } : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="tabular-nums"
                value={texts[name]}
                onChange={(event) => setTexts({ ...texts, [name]: event.target.value.trim() })}
              />
            )}
          </Field>
        ))}
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{layer.name === "org" ? t("saveOrg") : t("saveBox")}</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
