"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Field } from "#components/form/field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Route } from "#lib/protocol/config.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { ConstraintsSection } from "./constraints-section.tsx";
import { ExplanationPanel } from "./explanation-panel.tsx";
import { FailureSection } from "./failure-section.tsx";
import { putRoute } from "./layer-patch.ts";
import { type DraftFaults, draftOf, readDraft } from "./route-draft.ts";
import { StrategySection } from "./strategy-section.tsx";
import { type Swap, swapTarget } from "./swap-target.ts";
import { TargetsSection } from "./targets-section.tsx";
import type { LayerView } from "./use-edited-layer.ts";
import { useFaultText } from "./use-fault-text.ts";
import { useSaveLayer } from "./use-save-layer.ts";

const noFaults: DraftFaults = new Map();

/** One route of one layer, and beside it where a call would go with it as it stands. */
export function RouteEditor({
  view,
  alias,
  boxId,
  swap,
  providers,
  mayEdit,
  onSaved,
  onReload,
}: {
  view: LayerView;
  /** Null: a new one. */
  alias: string | null;
  boxId: string | null;
  /** A change to open with, which somebody still has to save. */
  swap: Swap | null;
  providers: readonly Provider[];
  mayEdit: boolean;
  onSaved: (alias: string) => void;
  onReload: () => void;
}) {
  const t = useTranslations("routes");
  const faultText = useFaultText();
  // What was opened stays open: a change of somebody else is told when this one is saved.
  const [{ layer, effective }] = useState(view);
  const known = alias === null ? undefined : effective.routes[alias];
  const [swapped] = useState(() => (known && swap ? swapTarget(known, swap) : null));
  const [draft, setDraft] = useState(() => draftOf(alias ?? "", swapped ?? known ?? firstRoute(providers)));
  const [isTried, setIsTried] = useState(false);
  const { save, reload, isPending, error, isConflict } = useSaveLayer();
  const taken = Object.keys(effective.routes).filter((other) => other !== alias);
  const read = readDraft(draft, taken);
  const faults = isTried && "faults" in read ? read.faults : noFaults;
  // The name says nothing of where a call goes.
  const named = readDraft({ ...draft, alias: "x" }, []);
  const section = {
    draft,
    faults,
    providers,
    onChange: (change: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...change })),
  };

  async function submit() {
    setIsTried(true);
    if ("faults" in read) return;
    const from = known === undefined ? null : alias;
    if (await save(layer, putRoute(layer, from, read.alias, read.route))) onSaved(read.alias);
  }

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <form
        noValidate
        className="min-w-0"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {swap && known ? (
          <p
            role="status"
            className="mb-4 rounded-md border border-info/40 bg-info-subtle px-3 py-2 text-info"
            data-testid="route-draft"
          >
            {swapped
              ? t("swapped", { from: swap.from.model, to: swap.to.model })
              : t("notSwapped", { from: swap.from.model })}
          </p>
        ) : null}
        <fieldset disabled={!mayEdit} className="min-w-0 space-y-5">
          <Field label={t("alias")} hint={t("aliasHint")} error={faultText(faults.get("alias"))}>
            {(control) => (
              <Input
                {...control}
                value={draft.alias}
                placeholder="smart"
                autoComplete="off"
                spellCheck={false}
                className="font-mono sm:max-w-72"
                onChange={(event) => section.onChange({ alias: event.target.value.trim().toLowerCase() })}
              />
            )}
          </Field>
          <TargetsSection {...section} />
          <StrategySection {...section} />
          <Fold
            title={t("constraints")}
            text={t("constraintsText")}
            isOpen={faults.has("maxInputUsd") || faults.has("maxOutputUsd")}
          >
            <ConstraintsSection {...section} />
          </Fold>
          <Fold
            title={t("failure")}
            text={t("failureText")}
            isOpen={[...faults.keys()].some((name) => failureFields.has(name))}
          >
            <FailureSection {...section} />
          </Fold>
          {faults.size > 0 ? (
            <p role="alert" className="text-bad">
              {t("faults", { count: faults.size })}
            </p>
          ) : null}
          {error ? <ProblemNote error={error} /> : null}
          <div className="flex flex-wrap justify-end gap-2">
            {isConflict ? <Button onClick={() => void reload().then(onReload)}>{t("reload")}</Button> : null}
            {mayEdit ? (
              <SubmitButton isPending={isPending} disabled={isConflict}>
                {boxId === null ? t("saveOrg") : t("saveBox")}
              </SubmitButton>
            ) : null}
          </div>
        </fieldset>
      </form>
      <div className="min-w-0 lg:sticky lg:top-4">
        <ExplanationPanel route={"route" in named ? named.route : null} boxId={boxId} />
      </div>
    </div>
  );
}

const failureFields = new Set([
  "retries",
  "firstByteSeconds",
  "stallSeconds",
  "hedgeAfterMs",
  "cacheSeconds",
  "lastResort",
]);

function firstRoute(providers: readonly Provider[]): Route {
  const first = providers.find(({ models }) => models.length > 0) ?? providers[0];
  const target = { connectionId: first?.id ?? "", model: first?.models[0]?.id ?? "" };
  // Nothing to point at yet: the draft says so when it is saved.
  return first && target.model !== ""
    ? Route.parse({ targets: [target] })
    : { ...Route.parse({ targets: [placeholder] }), targets: [] };
}

const placeholder = { connectionId: `prv_${"0".repeat(26)}`, model: "-" };

/** Closed until wanted, or until something in it is wrong. */
function Fold({
  title,
  text,
  isOpen,
  children,
}: {
  title: string;
  text: string;
  isOpen: boolean;
  children: ReactNode;
}) {
  const [isWanted, setIsWanted] = useState(false);
  return (
    <details
      open={isWanted || isOpen}
      onToggle={(event) => setIsWanted(event.currentTarget.open)}
      className="rounded-md border"
    >
      <summary className="cursor-pointer px-3 py-2 hover:bg-hover">
        <span className="font-medium">{title}</span> <span className="text-muted">{text}</span>
      </summary>
      <div className="border-t p-3">{children}</div>
    </details>
  );
}
