"use client";
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { plot } from "./axis-look.ts";
import { useChartSync } from "./chart-sync.tsx";
import { type Cursor, pressKey } from "./cursor.ts";
import { indexAt, type Positions } from "./positions.ts";
import { indexOfMoment, momentOf } from "./same-moment.ts";

/** Pixels that a press may move before it is a drag. */
const slackPixels = 8;

interface Options {
  positions: Positions;
  right: number;
  moments?: readonly number[] | undefined;
  endMs?: number | undefined;
  onZoom?: ((from: number, to: number) => void) | undefined;
}

/** Pointer and keys of one chart. `crosshair` is where it, or another chart of the page, points. */
export function useCursor({ positions, right, moments, endMs, onZoom }: Options) {
  const id = useId();
  const sync = useChartSync();
  const [own, setOwn] = useState<Cursor | null>(null);
  const press = useRef<{ index: number; x: number; isDrag: boolean } | null>(null);
  const count = positions.centers.length;
  // Buckets may have become fewer since: another range, a coarser grain.
  const cursor = own !== null && own.index < count && (own.anchor ?? 0) < count ? own : null;

  const pointed = sync?.pointed && sync.pointed.by !== id ? sync.pointed.atMs : null;
  const elsewhere = pointed === null || !moments ? null : indexOfMoment({ starts: moments, endMs }, pointed);

  function point(next: Cursor | null) {
    setOwn(next);
    if (!moments) return;
    const atMs = next === null ? null : momentOf({ starts: moments, endMs }, next.index);
    sync?.point(atMs === null ? null : { atMs, by: id });
  }

  function bucketUnder({ currentTarget, clientX }: PointerEvent<HTMLElement>): number | null {
    const { left, width } = currentTarget.getBoundingClientRect();
    return indexAt(positions, (clientX - left - plot.left) / Math.max(1, width - plot.left - right));
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    const index = bucketUnder(event);
    if (index === null || event.button !== 0) return;
    press.current = { index, x: event.clientX, isDrag: false };
    point({ index, anchor: null });
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const index = bucketUnder(event);
    if (index === null) return;
    const pressed = press.current;
    if (pressed && onZoom && !pressed.isDrag && Math.abs(event.clientX - pressed.x) > slackPixels) {
      pressed.isDrag = true;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    const anchor = pressed?.isDrag ? pressed.index : null;
    if (index !== cursor?.index || anchor !== cursor.anchor) point({ index, anchor });
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    const pressed = press.current;
    const index = bucketUnder(event);
    press.current = null;
    if (!pressed?.isDrag || index === null) return;
    point(null);
    onZoom?.(pressed.index, index);
  }

  /** A drag keeps the pointer beyond the chart's edge; the page took it away when scrolling begins. */
  function leave() {
    press.current = null;
    point(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const outcome = pressKey(cursor, event, count);
    if (outcome === null) return;
    event.preventDefault();
    if (outcome.kind === "move") point(outcome.cursor);
    else leave();
    if (outcome.kind === "zoom") onZoom?.(outcome.from, outcome.to);
  }

  return {
    cursor,
    crosshair: cursor?.index ?? elsewhere,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: leave,
      onPointerLeave: () => {
        if (!press.current?.isDrag) leave();
      },
      onKeyDown,
      onBlur: leave,
    },
  };
}
