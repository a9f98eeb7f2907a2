"use client";
import { useTranslations } from "next-intl";
import { useFormContext } from "react-hook-form";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ConnectValues, FormKind } from "./connect-values.ts";
import { invalidText } from "./invalid-text.ts";

type AddressKind = Exclude<FormKind, "openai">;

const examples: Record<AddressKind, string> = {
  openai_compatible: "https://api.example.com/v1",
  azure_openai: "https://acme.openai.azure.com",
  anthropic: "https://api.anthropic.com",
  gemini: "https://generativelanguage.googleapis.com",
  local: "http://127.0.0.1:11434",
};

// messages: connect.address.*
// messages: connect.addressHint.*
/** The address of a provider, as its kind wants it. */
export function BaseUrlField({ kind }: { kind: AddressKind }) {
  const t = useTranslations("connect");
  const { register, formState } = useFormContext<ConnectValues>();
  const error = formState.errors.baseUrl;
  return (
    <Field
      label={t(`address.${kind}`)}
      hint={t(`addressHint.${kind}`)}
      {...invalidText(error, t("baseUrlInvalid", { example: examples[kind] }))}
      error={error}
    >
      {(control) => (
        <Input
          type="url"
          inputMode="url"
          placeholder={examples[kind]}
          autoComplete="off"
          spellCheck={false}
          {...control}
          {...register("baseUrl")}
        />
      )}
    </Field>
  );
}
