"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { cellKey } from "#lib/budgets/allocation-schema.ts";
import { AllocationSumText } from "./allocation-sum.tsx";
import type { AllocationEditor } from "./use-allocation-draft.ts";

/** The same cells on a phone: a list for each provider, every cell a field. */
export function AllocationList({ editor, mayEdit }: { editor: AllocationEditor; mayEdit: boolean }) {
  const t = useTranslations("allocation");
  const { connections, tags } = editor.allocation;
  return (
    <div className="divide-y">
      {connections.map(({ id: connectionId, name }) => (
        <fieldset key={connectionId} className="space-y-3 p-4">
          <legend className="float-left mb-3 flex w-full items-start justify-between gap-3 text-base font-medium">
            {name}
            <span className="text-right text-sm">
              <AllocationSumText sum={editor.sums.rows.get(connectionId)} testId={`list-sum-${name}`} />
            </span>
          </legend>
          <div className="clear-both space-y-3">
            {tags.map(({ tag }) => (
              <ListCell key={tag} tag={tag} cell={cellKey({ connectionId, tag })} editor={editor} mayEdit={mayEdit} />
            ))}
          </div>
        </fieldset>
      ))}
      <dl className="space-y-2 p-4">
        {tags.map(({ tag }) => (
          <div key={tag} className="flex items-start justify-between gap-3">
            <dt>{tag}</dt>
            <dd className="text-right">
              <AllocationSumText sum={editor.sums.columns.get(tag)} testId={`list-column-sum-${tag}`} />
            </dd>
          </div>
        ))}
        <div className="flex items-start justify-between gap-3 font-medium">
          <dt>{t("sum")}</dt>
          <dd className="text-right">
            <AllocationSumText sum={editor.sums.total} testId="list-total-sum" />
          </dd>
        </div>
      </dl>
    </div>
  );
}

function ListCell({
  tag,
  cell,
  editor,
  mayEdit,
}: {
  tag: string;
  cell: string;
  editor: AllocationEditor;
  mayEdit: boolean;
}) {
  const t = useTranslations("allocation");
  const usd = useUsd();
  // The editor writes amounts its own way; under the fingers they stay as they are typed.
  const [typed, setTyped] = useState<string | null>(null);
  const { text, savedNanos, isChanged, isInvalid, isLocked } = editor.stateOf(cell);
  const was = savedNanos === null ? t("new") : t("was", { amount: usd(savedNanos) });
  return (
    <Field
      label={tag}
      hint={isLocked ? t("locked") : isChanged ? was : undefined}
      error={isInvalid ? { message: t("invalid") } : undefined}
    >
      {(control) => (
        <MoneyInput
          {...control}
          value={typed ?? text}
          readOnly={!mayEdit || isLocked}
          placeholder={t("none")}
          onChange={(event) => {
            setTyped(event.target.value);
            editor.type(new Map([[cell, event.target.value]]));
          }}
          onBlur={() => setTyped(null)}
        />
      )}
    </Field>
  );
}
