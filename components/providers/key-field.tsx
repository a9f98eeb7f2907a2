"use client";
import { useTranslations } from "next-intl";
import { useFormContext } from "react-hook-form";
import { Field } from "#components/form/field.tsx";
import type { ConnectValues } from "./connect-values.ts";
import { invalidText } from "./invalid-text.ts";
import { KeyInput } from "./key-input.tsx";

export function KeyField({ isOptional, keysUrl }: { isOptional: boolean; keysUrl: string | null }) {
  const t = useTranslations("connect");
  const { register, formState } = useFormContext<ConnectValues>();
  const error = formState.errors.apiKey;
  return (
    <Field
      label={isOptional ? t("apiKeyOptional") : t("apiKey")}
      hint={keysUrl ? t("apiKeyFrom", { place: keysUrl }) : t("apiKeyHint")}
      {...invalidText(error, t("apiKeyInvalid"))}
      error={error}
    >
      {(control) => <KeyInput {...control} {...register("apiKey")} />}
    </Field>
  );
}
