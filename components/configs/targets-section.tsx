"use client";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { formatPercent } from "#lib/format.ts";
import { maxTargets, sharesOf, type TargetDraft } from "./route-draft.ts";
import type { SectionProps } from "./section-props.ts";
import { TargetFacts } from "./target-line.tsx";
import { TargetPicker } from "./target-picker.tsx";
import { useFaultText } from "./use-fault-text.ts";

export function TargetsSection({ draft, faults, providers, onChange }: SectionProps) {
  const t = useTranslations("routes");
  const locale = useLocale();
  const faultText = useFaultText();
  const { targets, strategy } = draft;
  const shares = sharesOf(targets);
  const set = (next: TargetDraft[]) => onChange({ targets: next });
  const listFault = faultText(faults.get("targets"));

  function move(index: number, by: number) {
    const [one, other] = [targets[index], targets[index + by]];
    if (one && other) set(targets.with(index, other).with(index + by, one));
  }

  function add() {
    const first = providers.find(({ models }) => models.length > 0) ?? providers[0];
    const next = targets.at(-1) ?? { connectionId: first?.id ?? "", model: first?.models[0]?.id ?? "", weight: "1" };
    set([...targets, { ...next, id: Math.max(-1, ...targets.map(({ id }) => id)) + 1 }]);
  }

  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="mb-1 font-medium">{strategy === "priority" ? t("targetsInOrder") : t("targets")}</legend>
      <ol className="divide-y border-y">
        {targets.map((target, index) => {
          const n = index + 1;
          const fault = faultText(faults.get(`targets.${target.id}`) ?? faults.get(`weight.${target.id}`));
          return (
            <li key={target.id} className="flex flex-wrap items-start gap-x-2 gap-y-1.5 py-2.5">
              <span className="w-5 pt-1.5 text-right text-muted tabular-nums">{n}.</span>
              <div className="min-w-0 flex-1 basis-52 space-y-1">
                <TargetPicker
                  providerLabel={t("targetProvider", { n })}
                  modelLabel={t("targetModel", { n })}
                  target={target}
                  providers={providers}
                  isInvalid={faults.has(`targets.${target.id}`)}
                  onChange={(chosen) => set(targets.with(index, { ...target, ...chosen }))}
                />
                <p className="text-xs">
                  <TargetFacts target={target} providers={providers} hasName={false} />
                </p>
                {fault ? (
                  <p role="alert" className="text-xs text-bad">
                    {fault.message}
                  </p>
                ) : null}
              </div>
              {strategy === "weighted" ? (
                <span className="flex items-center gap-1.5 text-xs text-muted">
                  <span aria-hidden>{t("weight")}</span>
                  <Input
                    aria-label={t("weightOf", { n })}
                    aria-invalid={faults.has(`weight.${target.id}`)}
                    inputMode="numeric"
                    className="w-16 text-right tabular-nums"
                    value={target.weight}
                    onChange={(event) => set(targets.with(index, { ...target, weight: event.target.value }))}
                  />
                  <span className="w-10 text-right tabular-nums">{formatPercent(shares[index] ?? 0, locale)}</span>
                </span>
              ) : null}
              <span className="ml-auto flex">
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t("moveUp", { n })}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  <ArrowUp aria-hidden />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t("moveDown", { n })}
                  disabled={n === targets.length}
                  onClick={() => move(index, 1)}
                >
                  <ArrowDown aria-hidden />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t("removeTarget", { n })}
                  disabled={targets.length < 2}
                  onClick={() => set(targets.toSpliced(index, 1))}
                >
                  <X aria-hidden />
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
      {listFault ? (
        <p role="alert" className="text-xs text-bad">
          {listFault.message}
        </p>
      ) : null}
      <Button size="sm" disabled={targets.length >= maxTargets || providers.length === 0} onClick={add}>
        <Plus aria-hidden />
        {t("addTarget")}
      </Button>
    </fieldset>
  );
}
