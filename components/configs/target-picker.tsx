"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Target } from "#lib/protocol/config.ts";
import type { Provider } from "#lib/providers/schema.ts";

type Chosen = Pick<Target, "connectionId" | "model">;

/**
 * A provider and one of its models. What a local server serves is the boxes' to know, so there a name may be typed. What is
 * no longer offered stays visible until it is replaced.
 */
export function TargetPicker({
  providerLabel,
  modelLabel,
  target,
  providers,
  isInvalid = false,
  onChange,
}: {
  providerLabel: string;
  modelLabel: string;
  target: Chosen;
  providers: readonly Provider[];
  isInvalid?: boolean;
  onChange: (target: Chosen) => void;
}) {
  const t = useTranslations("routes");
  const listId = useId();
  const provider = providers.find(({ id }) => id === target.connectionId);
  const models = provider?.models ?? [];
  return (
    <div className="grid min-w-0 flex-1 gap-1.5 sm:grid-cols-2">
      <Select
        aria-label={providerLabel}
        value={target.connectionId}
        onChange={({ target: { value } }) => {
          const first = providers.find(({ id }) => id === value)?.models[0]?.id;
          onChange({ connectionId: value, model: first ?? "" });
        }}
      >
        {provider ? null : <option value={target.connectionId}>{t("gone")}</option>}
        {providers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {provider?.kind === "local" ? (
        <>
          <Input
            aria-label={modelLabel}
            aria-invalid={isInvalid}
            list={listId}
            value={target.model}
            placeholder={t("typeModel")}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...target, model: event.target.value })}
          />
          <datalist id={listId}>
            {models.map(({ id }) => (
              <option key={id} value={id} />
            ))}
          </datalist>
        </>
      ) : (
        <Select
          aria-label={modelLabel}
          aria-invalid={isInvalid}
          value={target.model}
          onChange={(event) => onChange({ ...target, model: event.target.value })}
        >
          {models.some(({ id }) => id === target.model) ? null : (
            <option value={target.model}>
              {target.model === "" ? t("noModels") : t("targetGone", { model: target.model })}
            </option>
          )}
          {models.map(({ id }) => (
            <option key={id}>{id}</option>
          ))}
        </Select>
      )}
    </div>
  );
}
