"use client";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Call } from "#lib/calls/schema.ts";
import { cn } from "#lib/cn.ts";
import { callGrid, callRowHeight } from "./call-columns.ts";
import { CallRow } from "./call-row.tsx";

/** Rows before the end at which the next page is fetched. */
const ahead = 40;
const firstHeight = 600;

/** Only the rows in view exist, so ten thousand scroll like ten. Arrow keys move, Enter opens. */
export function CallRows({
  calls,
  total,
  onEnd,
  onOpen,
  onTop,
}: {
  calls: readonly Call[];
  total: number;
  onEnd: () => void;
  onOpen: (id: string) => void;
  onTop: (isAtTop: boolean) => void;
}) {
  const t = useTranslations("calls");
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtualizer = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => callRowHeight,
    overscan: 8,
    initialRect: { width: 0, height: firstHeight },
    getItemKey: (index) => calls[index]?.id ?? index,
    // The row with the focus stays, wherever it was scrolled to, or the keyboard would lose its place.
    rangeExtractor: (range) =>
      [...new Set([Math.min(active, range.count - 1), ...defaultRangeExtractor(range)])].toSorted((a, b) => a - b),
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= calls.length - ahead) onEnd();
  });

  function move(event: KeyboardEvent) {
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / callRowHeight) - 1;
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: calls.length - 1,
    };
    const wanted = steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(calls.length - 1, wanted));
    flushSync(() => setActive(next));
    virtualizer.scrollToIndex(next);
    scroller.current?.querySelector<HTMLElement>(`[data-call="${next}"]`)?.focus({ preventScroll: true });
  }

  const head = "flex items-center truncate font-medium";
  return (
    <div
      ref={scroller}
      data-calls
      onScroll={(event) => onTop(event.currentTarget.scrollTop < callRowHeight / 2)}
      className="relative max-h-[70dvh] min-h-40 overflow-y-auto overscroll-contain"
    >
      {/* Rows are placed one by one, so the table lays nothing out itself. */}
      <table aria-rowcount={total + 1} className="block text-left">
        <caption className="sr-only">{t("listTitle")}</caption>
        <thead className="sticky top-0 z-10 block bg-background">
          <tr aria-rowindex={1} className={cn(callGrid, "h-8 border-b text-xs text-muted")}>
            <th scope="col" className={cn(head, "hidden sm:flex")}>
              {t("time")}
            </th>
            <th scope="col" className={head}>
              {t("target")}
            </th>
            <th scope="col" className={cn(head, "hidden lg:flex")}>
              {t("boxAndCaller")}
            </th>
            <th scope="col" className={cn(head, "hidden sm:flex")}>
              {t("statusLabel")}
            </th>
            <th scope="col" className={cn(head, "hidden justify-end lg:flex")}>
              {t("tokens")}
            </th>
            <th scope="col" className={cn(head, "hidden justify-end lg:flex")}>
              {t("latencyAndFirst")}
            </th>
            <th scope="col" className={cn(head, "justify-end")}>
              {t("cost")}
            </th>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }} onKeyDown={move}>
          {shown.map(({ index, start, key }) => {
            const call = calls[index];
            return call ? (
              <CallRow
                key={key}
                call={call}
                index={index}
                start={start}
                isTabStop={index === Math.min(active, calls.length - 1)}
                onOpen={() => onOpen(call.id)}
                onFocus={() => setActive(index)}
              />
            ) : null;
          })}
        </tbody>
      </table>
    </div>
  );
}
