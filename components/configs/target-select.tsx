"use client";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import type { Target } from "#lib/protocol/config.ts";
import type { Provider } from "#lib/providers/schema.ts";

const separator = "\n";

/** A provider's model. One that is no longer offered stays visible until it is replaced. */
export function TargetSelect({
  label,
  target,
  providers,
  onChange,
}: {
  label: string;
  target: Target;
  providers: readonly Provider[];
  onChange: (target: Target) => void;
}) {
  const t = useTranslations("configs");
  const value = [target.connectionId, target.model].join(separator);
  const isOffered = providers.some(
    ({ id, models }) => id === target.connectionId && models.some((model) => model.id === target.model),
  );
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const [connectionId = "", model = ""] = event.target.value.split(separator);
        onChange({ ...target, connectionId, model });
      }}
    >
      {isOffered ? null : <option value={value}>{t("targetGone", { model: target.model })}</option>}
      {providers.map(({ id, name, models }) => (
        <optgroup key={id} label={name}>
          {models.map((model) => (
            <option key={model.id} value={[id, model.id].join(separator)}>
              {model.id}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
