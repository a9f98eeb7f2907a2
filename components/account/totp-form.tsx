"use client";
import { useTranslations } from "next-intl";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { confirmTotp } from "#lib/account/query.ts";
import { ConfirmTotp, type TotpSecret } from "#lib/account/schema.ts";

export function TotpForm({
  totp,
  onConfirmed,
  onClose,
}: {
  totp: TotpSecret;
  onConfirmed: (codes: string[]) => void;
  onClose: () => void;
}) {
  const t = useTranslations("account");
  const { form, submit, error, isPending } = useApiForm({
    schema: ConfirmTotp,
    defaultValues: { code: "" },
    send: ({ code }) => confirmTotp(code),
    done: ({ codes }) => onConfirmed(codes),
  });
  const { size, path } = totp.qr;
  return (
    <Form submit={submit} className="space-y-4">
      {/* Dark on light in both themes: many scanners do not read an inverted code. */}
      <svg
        role="img"
        aria-label={t("totpQr")}
        viewBox={`-4 -4 ${size + 8} ${size + 8}`}
        shapeRendering="crispEdges"
        className="mx-auto block size-48 rounded-md bg-white"
      >
        <path d={path} className="fill-black" />
      </svg>
      <div>
        <p className="text-xs text-muted">{t("totpSecret")}</p>
        <div className="flex items-center gap-2">
          <code data-testid="totp-secret" className="min-w-0 flex-1 font-mono text-xs break-all select-all">
            {totp.secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
          <CopyButton text={totp.secret} what={t("totpSecret")} />
        </div>
      </div>
      <Field label={t("totpCode")} invalid={t("totpCodeInvalid")} error={form.formState.errors.code}>
        {(control) => (
          <Input
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            className="font-mono tracking-wider"
            {...control}
            {...form.register("code")}
          />
        )}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{t("totpConfirm")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
