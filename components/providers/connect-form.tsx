"use client";
import { useTranslations } from "next-intl";
import { FormProvider } from "react-hook-form";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Preset } from "#lib/providers/presets.ts";
import { AzureFields } from "./azure-fields.tsx";
import { BaseUrlField } from "./base-url-field.tsx";
import { ChannelField } from "./channel-field.tsx";
import type { FormKind } from "./connect-values.ts";
import { KeyField } from "./key-field.tsx";
import { LocalNote } from "./local-note.tsx";
import { ProbeNote } from "./probe-note.tsx";
import { useConnectForm } from "./use-connect-form.ts";

// messages: connect.kindName.*
export function ConnectForm({ kind, preset, onBack }: { kind: FormKind; preset: Preset | null; onBack: () => void }) {
  const t = useTranslations("connect");
  const { form, submit, error, isPending, test, isTesting, probe } = useConnectForm({
    kind,
    preset,
    name: kind === "openai_compatible" ? "" : t(`kindName.${kind}`),
  });
  const isMaker = kind === "anthropic" || kind === "gemini";
  return (
    <FormProvider {...form}>
      <Form submit={submit} className="space-y-3">
        <Field label={t("name")} invalid={t("nameInvalid")} error={form.formState.errors.name}>
          {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
        </Field>
        {kind === "openai_compatible" ? <BaseUrlField kind={kind} /> : null}
        {kind === "openai_compatible" ? <ChannelField /> : null}
        {kind === "azure_openai" || kind === "local" ? <BaseUrlField kind={kind} /> : null}
        {kind === "local" ? <LocalNote /> : null}
        <KeyField isOptional={kind === "local"} keysUrl={preset?.keysUrl ?? null} />
        {kind === "azure_openai" ? <AzureFields /> : null}
        {isMaker ? (
          <details
            className="group"
            // An address that is wrong must not hide.
            {...(form.formState.errors.baseUrl ? { open: true } : {})}
          >
            <summary className="inline-flex min-h-6 cursor-pointer items-center text-muted hover:text-foreground pointer-coarse:min-h-11">
              {t("advanced")}
            </summary>
            <div className="pt-2">
              <BaseUrlField kind={kind} />
            </div>
          </details>
        ) : null}
        {probe?.data ? <ProbeNote result={probe.data} /> : null}
        {probe?.error ? <ProblemNote error={probe.error} /> : null}
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <Button variant="ghost" onClick={onBack} className="mr-auto">
            {t("back")}
          </Button>
          {kind === "local" ? null : (
            <Button aria-busy={isTesting} disabled={isTesting} onClick={() => void test()}>
              {isTesting ? t("testing") : t("test")}
            </Button>
          )}
          <SubmitButton isPending={isPending}>{t("connect")}</SubmitButton>
        </DialogActions>
      </Form>
    </FormProvider>
  );
}
