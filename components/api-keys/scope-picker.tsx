"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { groupPermissions } from "#components/members/permission-groups.ts";
import { Button } from "#components/ui/button.tsx";
import type { Permission } from "#lib/permissions.ts";

// messages: members.noun.*
// messages: members.permission.*
/** Check boxes by noun, and two presets above them. */
export function ScopePicker({
  choices,
  value,
  onChange,
  error,
}: {
  choices: readonly Permission[];
  value: readonly string[];
  onChange: (scopes: Permission[]) => void;
  error: string | null;
}) {
  const t = useTranslations("apiKeys");
  const words = useTranslations("members");
  const errorId = useId();
  const chosen = new Set(value);

  function toggle(permission: Permission) {
    onChange(choices.filter((choice) => (choice === permission ? !chosen.has(choice) : chosen.has(choice))));
  }

  return (
    <fieldset className="space-y-2" aria-describedby={error ? errorId : undefined}>
      <legend className="text-sm font-medium">{t("scopes")}</legend>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onChange(choices.filter((choice) => choice.endsWith(".read")))}>
          {t("presetRead")}
        </Button>
        <Button size="sm" onClick={() => onChange([...choices])}>
          {t("presetAll")}
        </Button>
        <Button size="sm" variant="ghost" onClick={() => onChange([])}>
          {t("presetNone")}
        </Button>
      </div>
      <div className="grid gap-x-6 gap-y-3 rounded-md border p-3 sm:grid-cols-2">
        {groupPermissions(choices).map(({ noun, permissions }) => (
          <div key={noun}>
            <p className="text-xs font-medium text-muted">{words(`noun.${noun}`)}</p>
            {permissions.map((permission) => (
              <label
                key={permission}
                title={permission}
                className="flex min-h-7 cursor-pointer items-start gap-2 py-1 pointer-coarse:min-h-11 pointer-coarse:items-center"
              >
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={chosen.has(permission)}
                  onChange={() => toggle(permission)}
                />
                {words(`permission.${permission}`)}
              </label>
            ))}
          </div>
        ))}
      </div>
      {error ? (
        <p id={errorId} role="alert" className="text-xs text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
