"use client";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

/** The second factor: six digits that a phone may fill in, or a recovery code with its letters. */
export function CodeField({
  error,
  invalid,
  ...input
}: ComponentProps<typeof Input> & { error: ComponentProps<typeof Field>["error"]; invalid: string }) {
  const t = useTranslations("auth");
  const [isRecovery, setIsRecovery] = useState(false);
  return (
    <div className="space-y-2">
      <Field
        label={isRecovery ? t("recoveryCode") : t("code")}
        hint={isRecovery ? t("recoveryHint") : t("codeHint")}
        invalid={invalid}
        error={error}
      >
        {(control) => (
          <Input
            key={String(isRecovery)}
            autoFocus
            autoComplete={isRecovery ? "off" : "one-time-code"}
            inputMode={isRecovery ? "text" : "numeric"}
            spellCheck={false}
            autoCapitalize="none"
            className="font-mono tracking-wider"
            {...control}
            {...input}
          />
        )}
      </Field>
      <Button variant="ghost" size="sm" className="-ml-2" onClick={() => setIsRecovery(!isRecovery)}>
        {isRecovery ? t("totpUse") : t("recoveryUse")}
      </Button>
    </div>
  );
}
