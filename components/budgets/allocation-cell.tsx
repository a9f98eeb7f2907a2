"use client";
import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClipboardEvent, KeyboardEvent } from "react";
import { Money, useUsd } from "#components/ui/money.tsx";
import { cn } from "#lib/cn.ts";
import type { CellState } from "./allocation-draft.ts";

/** One cell of the grid: an amount, or while it is edited a field. */
export function AllocationCellBox({
  state,
  title,
  place,
  isActive,
  typed,
  onFocus,
  onOpen,
  onType,
  onLeave,
  onKeyDown,
  onPaste,
}: {
  state: CellState;
  title: string;
  place: string;
  isActive: boolean;
  typed: string | null;
  onFocus: () => void;
  onOpen: () => void;
  onType: (text: string) => void;
  onLeave: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
}) {
  const { isChanged, isInvalid, isStale } = state;
  return (
    <td
      data-cell={place}
      data-changed={isChanged || undefined}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a td inside role=grid is a gridcell, which is interactive.
      role="gridcell"
      tabIndex={isActive && typed === null ? 0 : -1}
      aria-invalid={isInvalid || undefined}
      onFocus={onFocus}
      onDoubleClick={onOpen}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      className={cn(
        "h-11 px-1 text-right align-middle focus-visible:-outline-offset-2",
        isChanged && "bg-info-subtle",
        isStale && "bg-warn-subtle",
        isInvalid && "bg-bad-subtle",
      )}
    >
      {typed === null ? (
        <CellText state={state} />
      ) : (
        <input
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here, by a key or a double click.
          autoFocus
          aria-label={title}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onBlur={onLeave}
          className="h-8 w-full rounded-md border border-accent bg-background px-1.5 text-right tabular-nums focus-visible:outline-offset-0"
        />
      )}
    </td>
  );
}

function CellText({ state }: { state: CellState }) {
  const t = useTranslations("allocation");
  const usd = useUsd();
  const { text, capNanos, savedNanos, isChanged, isInvalid, isLocked } = state;
  if (isInvalid) {
    return (
      <span className="block px-1.5 text-bad">
        {text}
        <span className="block text-xs">{t("invalid")}</span>
      </span>
    );
  }
  return (
    <span className="block px-1.5">
      <span className="inline-flex items-center gap-1">
        {isLocked ? <Lock aria-label={t("locked")} className="size-3 text-muted" /> : null}
        {capNanos === null ? (
          <>
            <span aria-hidden className="text-muted">
              –
            </span>
            <span className="sr-only">{t("none")}</span>
          </>
        ) : (
          <Money nanos={capNanos} />
        )}
      </span>
      {isChanged ? (
        <span className="block text-xs text-info">
          {savedNanos === null ? t("new") : t("was", { amount: usd(savedNanos) })}
        </span>
      ) : null}
    </span>
  );
}
