import { UsdText } from "#components/form/usd.ts";
import { usdString } from "#lib/money.ts";
import { Alias, Route, type Strategy, type Target } from "#lib/protocol/config.ts";
import type { ChannelKind } from "#lib/protocol/provider-kind.ts";
import type { ErrorClass } from "#lib/protocol/usage.ts";

/** `id` is for React only: two targets may be equal while they are chosen. */
export type TargetDraft = Pick<Target, "connectionId" | "model"> & { id: number; weight: string };

/** A route as it is typed. Empty text where a limit may be left out. */
export interface RouteDraft {
  alias: string;
  strategy: Strategy;
  targets: TargetDraft[];
  channels: ChannelKind[];
  connectionIds: string[];
  maxInputUsd: string;
  maxOutputUsd: string;
  lastResort: Pick<Target, "connectionId" | "model"> | null;
  retries: string;
  fallbackOn: ErrorClass[];
  firstByteSeconds: string;
  stallSeconds: string;
  hedgeAfterMs: string;
  cacheSeconds: string;
}

/** What each number may be; `RouteFailure` and `Route` of lib/protocol/config.ts refuse the rest. */
export const numberBounds = {
  retries: { min: 0, max: 5, isOptional: false },
  firstByteSeconds: { min: 1, max: 600, isOptional: false },
  stallSeconds: { min: 1, max: 600, isOptional: false },
  hedgeAfterMs: { min: 50, max: 60_000, isOptional: true },
  cacheSeconds: { min: 1, max: 86_400, isOptional: true },
  weight: { min: 1, max: 1000, isOptional: false },
} as const;
type NumberField = keyof typeof numberBounds;

export type DraftFault =
  | { code: "alias" | "aliasTaken" | "noTargets" | "model" | "amount" }
  | { code: "range"; min: number; max: number };
/** By field; `targets.<id>` and `weight.<id>` for one target. */
export type DraftFaults = ReadonlyMap<string, DraftFault>;

export const maxTargets = 16;

export function draftOf(alias: string, route: Route): RouteDraft {
  const { constraints, failure, lastResort } = route;
  const usd = (nanos: bigint | null) => (nanos === null ? "" : usdString(nanos));
  return {
    alias,
    strategy: route.strategy,
    targets: route.targets.map((target, id) => ({ ...target, id, weight: String(target.weight) })),
    channels: constraints.channels,
    connectionIds: constraints.connectionIds,
    maxInputUsd: usd(constraints.maxInputNanosPerMillion),
    maxOutputUsd: usd(constraints.maxOutputNanosPerMillion),
    lastResort,
    retries: String(failure.retries),
    fallbackOn: failure.fallbackOn,
    firstByteSeconds: String(failure.firstByteSeconds),
    stallSeconds: String(failure.stallSeconds),
    hedgeAfterMs: String(failure.hedgeAfterMs ?? ""),
    cacheSeconds: String(route.cacheSeconds ?? ""),
  };
}

/** What a draft says, or why not: every field that is wrong. `taken` are the aliases of other routes. */
export function readDraft(
  draft: RouteDraft,
  taken: readonly string[],
): { route: Route; alias: string } | { faults: DraftFaults } {
  const faults = new Map<string, DraftFault>();
  const alias = draft.alias.trim();
  if (!Alias.safeParse(alias).success) faults.set("alias", { code: "alias" });
  else if (taken.includes(alias)) faults.set("alias", { code: "aliasTaken" });
  if (draft.targets.length === 0) faults.set("targets", { code: "noTargets" });

  function number(field: NumberField, text: string, name: string = field): number | null {
    const { min, max, isOptional } = numberBounds[field];
    if (text.trim() === "" && isOptional) return null;
    const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    faults.set(name, { code: "range", min, max });
    return null;
  }
  function amount(field: "maxInputUsd" | "maxOutputUsd"): string | null {
    if (draft[field].trim() === "") return null;
    const parsed = UsdText.safeParse(draft[field]);
    if (!parsed.success) faults.set(field, { code: "amount" });
    return parsed.success ? parsed.data.toString() : null;
  }

  const targets = draft.targets.map(({ id, connectionId, model, weight }) => {
    if (model.trim() === "") faults.set(`targets.${id}`, { code: "model" });
    // A weight counts under one strategy only; elsewhere nobody sees what is wrong with it.
    const shares = draft.strategy === "weighted" ? number("weight", weight, `weight.${id}`) : Number(weight) || 1;
    return { connectionId, model: model.trim(), weight: shares };
  });
  if (draft.lastResort?.model.trim() === "") faults.set("lastResort", { code: "model" });
  const read = {
    strategy: draft.strategy,
    targets,
    constraints: {
      channels: draft.channels,
      connectionIds: draft.connectionIds,
      maxInputNanosPerMillion: amount("maxInputUsd"),
      maxOutputNanosPerMillion: amount("maxOutputUsd"),
    },
    failure: {
      retries: number("retries", draft.retries),
      fallbackOn: draft.fallbackOn,
      firstByteSeconds: number("firstByteSeconds", draft.firstByteSeconds),
      stallSeconds: number("stallSeconds", draft.stallSeconds),
      hedgeAfterMs: number("hedgeAfterMs", draft.hedgeAfterMs),
    },
    lastResort: draft.lastResort && { ...draft.lastResort, weight: 1 },
    cacheSeconds: number("cacheSeconds", draft.cacheSeconds),
  };
  return faults.size > 0 ? { faults } : { alias, route: Route.parse(read) };
}

/** The share of the calls that goes to each target first, under `weighted`; 0 while a weight is not a number. */
export function sharesOf(targets: readonly TargetDraft[]): number[] {
  const weights = targets.map(({ weight }) => Math.max(0, Number(weight) || 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum === 0 ? 0 : weight / sum));
}
