"use client";
import { useTranslations } from "next-intl";
import { useFormContext } from "react-hook-form";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ConnectValues } from "./connect-values.ts";
import { DeploymentRows } from "./deployment-rows.tsx";
import { invalidText } from "./invalid-text.ts";

/** What Azure OpenAI asks for beside address and key. */
export function AzureFields() {
  const t = useTranslations("connect");
  const { register, formState } = useFormContext<ConnectValues>();
  const error = formState.errors.apiVersion;
  return (
    <>
      <Field
        label={t("apiVersion")}
        hint={t("apiVersionHint")}
        {...invalidText(error, t("apiVersionInvalid"))}
        error={error}
      >
        {(control) => (
          <Input autoComplete="off" spellCheck={false} className="font-mono" {...control} {...register("apiVersion")} />
        )}
      </Field>
      <DeploymentRows />
    </>
  );
}
