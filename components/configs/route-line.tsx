"use client";
import { ArrowDown, ArrowUp, Plus, Trash2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Provider } from "#lib/providers/schema.ts";
import type { DraftFault, DraftRoute } from "./draft.ts";
import { TargetSelect } from "./target-select.tsx";

const maxTargets = 16;

// messages: configs.layer.*
// messages: configs.fault.*
export function RouteLine({
  route,
  providers,
  fault,
  layer,
  onChange,
  onRemove,
}: {
  route: DraftRoute;
  providers: readonly Provider[];
  fault: DraftFault | undefined;
  layer: "default" | "org" | "box" | undefined;
  onChange: (route: DraftRoute) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("configs");
  const { alias, targets } = route;
  const setTargets = (next: DraftRoute["targets"]) => onChange({ ...route, targets: next });
  const last = targets.at(-1);
  return (
    <li className="grid gap-x-4 gap-y-2 py-3 sm:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <div className="space-y-1.5">
        <Field label={t("alias")} error={fault ? { message: t(`fault.${fault}`) } : undefined}>
          {(control) => (
            <Input
              {...control}
              value={alias}
              onChange={(event) => onChange({ ...route, alias: event.target.value.trim().toLowerCase() })}
              placeholder="smart"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
        <Badge>{t(`layer.${layer ?? "new"}`)}</Badge>
      </div>
      <fieldset className="min-w-0 space-y-1.5">
        <legend className="mb-1 font-medium">{t("targets")}</legend>
        {targets.map((target, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the order is the target's identity; two may be equal while editing.
          <div key={index} className="flex items-center gap-1">
            <span className="w-4 text-right text-muted tabular-nums">{index + 1}.</span>
            <TargetSelect
              label={t("target", { n: index + 1 })}
              target={target}
              providers={providers}
              onChange={(next) => setTargets(targets.with(index, next))}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={index === 0 ? t("moveDown", { n: 1 }) : t("moveUp", { n: index + 1 })}
              disabled={targets.length < 2}
              onClick={() => {
                const other = index === 0 ? 1 : index - 1;
                const moved = targets[other];
                if (moved) setTargets(targets.with(index, moved).with(other, target));
              }}
            >
              {index === 0 ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />}
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={t("removeTarget", { n: index + 1 })}
              disabled={targets.length < 2}
              onClick={() => setTargets(targets.toSpliced(index, 1))}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        {last && targets.length < maxTargets ? (
          <Button variant="ghost" size="sm" onClick={() => setTargets([...targets, last])}>
            <Plus aria-hidden />
            {t("addTarget")}
          </Button>
        ) : null}
      </fieldset>
      <Button variant="ghost" size="icon" aria-label={t("removeAlias", { alias })} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}
