"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { readCode } from "./user-code.ts";

/** For people whose camera is not at hand: the eight letters beside the QR code. */
export function CodeForm({ onCode }: { onCode: (code: string) => void }) {
  const t = useTranslations("enroll");
  const [text, setText] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        const code = readCode(text);
        setIsWrong(code === null);
        if (code) onCode(code);
      }}
    >
      <Field
        label={t("code")}
        hint={t("codeHint")}
        invalid={t("codeInvalid")}
        error={isWrong ? { message: undefined } : undefined}
      >
        {(control) => (
          <Input
            {...control}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="WDJB-MJHT"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="h-11 font-mono text-lg tracking-widest uppercase"
          />
        )}
      </Field>
      <Button variant="primary" type="submit" size="large" className="w-full">
        {t("continue")}
      </Button>
    </form>
  );
}
