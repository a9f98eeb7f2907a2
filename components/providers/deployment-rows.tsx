"use client";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useRef } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

interface Rows {
  deployments: { id: string; basedOn: string }[];
}

/** Deployment and the model behind it, row by row, inside a form that has `deployments`. */
export function DeploymentRows() {
  const t = useTranslations("connect");
  const { register, control, formState } = useFormContext<Rows>();
  const { fields, append, remove } = useFieldArray({ control, name: "deployments" });
  const add = useRef<HTMLButtonElement>(null);
  const noteId = useId();
  const errors = formState.errors.deployments;
  const isWrong = errors !== undefined;
  return (
    <fieldset className="min-w-0 space-y-2" aria-describedby={noteId}>
      <legend className="text-sm font-medium">{t("deployments")}</legend>
      <div className="grid grid-cols-[1fr_1fr_auto] items-center gap-2">
        <span className="text-xs text-muted">{t("deployment")}</span>
        <span className="text-xs text-muted">{t("basedOn")}</span>
        <span className="size-8 pointer-coarse:size-11" />
        {fields.map((field, index) => (
          <div key={field.id} className="contents">
            <Input
              aria-label={t("deploymentNumber", { number: index + 1 })}
              aria-invalid={errors?.[index]?.id !== undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder="chat-prod"
              className="min-w-0 font-mono"
              {...register(`deployments.${index}.id`)}
            />
            <Input
              aria-label={t("basedOnNumber", { number: index + 1 })}
              aria-invalid={errors?.[index]?.basedOn !== undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder="gpt-5.1"
              className="min-w-0 font-mono"
              {...register(`deployments.${index}.basedOn`)}
            />
            <Button
              variant="ghost"
              size="icon"
              disabled={fields.length === 1}
              aria-label={t("removeDeployment", { number: index + 1 })}
              onClick={() => {
                remove(index);
                // The row with the focus is gone.
                add.current?.focus();
              }}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
      </div>
      <p
        id={noteId}
        className={isWrong ? "text-xs text-bad" : "text-xs text-muted"}
        {...(isWrong ? { role: "alert" } : {})}
      >
        {isWrong ? (errors.root?.message ?? errors.message ?? t("deploymentsInvalid")) : t("deploymentsHint")}
      </p>
      <Button ref={add} size="sm" onClick={() => append({ id: "", basedOn: "" })}>
        <Plus aria-hidden />
        {t("addDeployment")}
      </Button>
    </fieldset>
  );
}
