"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useController } from "react-hook-form";
import { useDebounced } from "#components/configs/use-debounced.ts";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.ts";
import { boxListQuery } from "#lib/boxes/query.ts";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import { splitBudget, splitPreviewQuery } from "#lib/budgets/split-query.ts";
import { exhaustedActions, periodKinds } from "#lib/protocol/budget.ts";
import { SplitBoxes } from "./split-boxes.tsx";
import { SplitPreview } from "./split-preview.tsx";
import { noSplit, SplitForm as SplitFormSchema, splitInput, splitWays } from "./split-values.ts";
import { SplitWhat } from "./split-what.tsx";

const noBoxes: BoxSummary[] = [];

// messages: split.period.*
// messages: split.by.*
// messages: split.exhausted.*
export function SplitForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations("split");
  const { slug } = useOrg();
  const client = useQueryClient();
  const boxes = useQuery(boxListQuery(slug)).data?.items ?? noBoxes;
  const { form, submit, error, isPending } = useApiForm({
    schema: SplitFormSchema,
    defaultValues: noSplit,
    send: async () => {
      const input = splitInput(form.getValues(), idsOf(form.getValues(), boxes));
      return input === null ? null : splitBudget(slug, input);
    },
    done: (made) => {
      if (made === null) return;
      void client.invalidateQueries({ queryKey: [slug] });
      toast(t("done", { count: made.shares.length }));
      onClose();
    },
  });
  const typed = form.watch();
  const input = useDebounced(JSON.stringify({ typed, ids: idsOf(typed, boxes) }), 300);
  const settled: { typed: typeof typed; ids: string[] } = JSON.parse(input);
  const preview = useQuery(splitPreviewQuery(slug, splitInput(settled.typed, settled.ids)));
  const { field: by } = useController({ control: form.control, name: "by" });
  const { field: weights } = useController({ control: form.control, name: "weights" });
  const { errors } = form.formState;
  return (
    <Form submit={submit} className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("name")} hint={t("nameHint")} invalid={t("nameInvalid")} error={errors.namePrefix}>
          {(control) => <Input autoComplete="off" {...control} {...form.register("namePrefix")} />}
        </Field>
        <Field label={t("cap")} invalid={t("capInvalid")} error={errors.capNanos}>
          {(control) => <MoneyInput placeholder="100.00" {...control} {...form.register("capNanos")} />}
        </Field>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <SplitWhat form={form} />
        <SplitBoxes form={form} boxes={boxes} />
        <Field label={t("periodLabel")} error={errors.period}>
          {(control) => (
            <Select {...control} {...form.register("period")}>
              <Options values={periodKinds} text={(period) => t(`period.${period}`)} />
            </Select>
          )}
        </Field>
        <Field label={t("exhaustedLabel")} error={errors.onExhausted}>
          {(control) => (
            <Select {...control} {...form.register("onExhausted")}>
              <Options values={exhaustedActions} text={(action) => t(`exhausted.${action}`)} />
            </Select>
          )}
        </Field>
      </div>
      <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        <input type="checkbox" className="size-4 accent-accent" {...form.register("isSoft")} />
        {t("soft")}
      </label>
      <Segments
        label={t("byLabel")}
        value={by.value}
        options={splitWays.map((value) => ({ value, label: t(`by.${value}`) }))}
        onChange={by.onChange}
      />
      <SplitPreview
        preview={preview}
        weights={by.value === "weights" ? weights.value : null}
        onWeight={(boxId, text) => weights.onChange({ ...weights.value, [boxId]: text })}
        boxes={boxes.filter(({ id }) => idsOf(typed, boxes).includes(id))}
      />
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending} disabled={preview.data === undefined}>
          {t("create", { count: preview.data?.shares.length ?? 0 })}
        </SubmitButton>
      </DialogActions>
    </Form>
  );
}

/** The boxes that the split is about, as far as the page knows. */
function idsOf({ boxes: which, boxIds }: { boxes: string; boxIds: string[] }, boxes: readonly BoxSummary[]): string[] {
  const tag = which.startsWith("tag:") ? which.slice("tag:".length) : null;
  return boxes
    .filter(({ id, tags }) => (which === "listed" ? boxIds.includes(id) : tag === null || tags.includes(tag)))
    .map(({ id }) => id);
}

function Options<Value extends string>({ values, text }: { values: readonly Value[]; text: (value: Value) => string }) {
  return values.map((value) => (
    <option key={value} value={value}>
      {text(value)}
    </option>
  ));
}
