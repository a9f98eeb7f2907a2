"use client";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useIsHydrated } from "#components/form/use-is-hydrated.ts";
import { useOverflow } from "#components/table/use-overflow.ts";
import { cellKey } from "#lib/budgets/allocation-schema.ts";
import { AllocationCellBox } from "./allocation-cell.tsx";
import { placeBlock, readBlock } from "./allocation-paste.ts";
import { AllocationSumText } from "./allocation-sum.tsx";
import type { AllocationEditor } from "./use-allocation-draft.ts";

interface Place {
  row: number;
  column: number;
}

const steps: Record<string, Place> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/**
 * The matrix as a grid (ARIA Authoring Practices): one cell is in the tab order, arrows go between cells, Enter or a
 * first digit edits, Escape reverts, Delete empties, a pasted block fills from here to the right and down.
 */
export function AllocationGrid({ editor, mayEdit }: { editor: AllocationEditor; mayEdit: boolean }) {
  const t = useTranslations("allocation");
  const { connections, tags } = editor.allocation;
  const [scroller] = useOverflow<HTMLDivElement>();
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  /** The text that is being typed in the active cell; null: only looked at. */
  const [typed, setTyped] = useState<string | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const isReady = useIsHydrated();
  const isDropping = useRef(false);

  function keyAt(row: number, column: number): string | null {
    const [connection, tag] = [connections[row], tags[column]];
    return connection && tag ? cellKey({ connectionId: connection.id, tag: tag.tag }) : null;
  }

  function go({ row, column }: Place) {
    const next = {
      row: Math.min(Math.max(row, 0), connections.length - 1),
      column: Math.min(Math.max(column, 0), tags.length - 1),
    };
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.row}/${next.column}"]`)?.focus();
  }

  /** Ends the typing without keeping it: moving the focus away must not be taken for a commit. */
  function dropTo(place: Place) {
    isDropping.current = true;
    go(place);
    isDropping.current = false;
    setTyped(null);
  }

  function commit(key: string) {
    if (isDropping.current) return;
    if (typed !== null) editor.type(new Map([[key, typed]]));
    setTyped(null);
  }

  function press(event: React.KeyboardEvent, place: Place, key: string) {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
    const step = steps[event.key];
    const isEditing = typed !== null;
    if (event.key === "Enter") {
      event.preventDefault();
      if (isEditing) {
        commit(key);
        go({ row: place.row + 1, column: place.column });
      } else if (mayEdit && !editor.stateOf(key).isLocked) setTyped(editor.stateOf(key).text);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (isEditing) dropTo(place);
      else editor.revert([key]);
    } else if (step && !isEditing) {
      event.preventDefault();
      go({ row: place.row + step.row, column: place.column + step.column });
    } else if (isEditing || !mayEdit) {
      return;
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      editor.type(new Map([[key, ""]]));
    } else if (/^[\d.$]$/.test(event.key) && !editor.stateOf(key).isLocked) {
      event.preventDefault();
      setTyped(event.key);
    }
  }

  function paste(event: React.ClipboardEvent, place: Place) {
    const text = event.clipboardData.getData("text");
    const isBlock = /[\t\n]/.test(text.trimEnd());
    if (!mayEdit || (typed !== null && !isBlock)) return;
    event.preventDefault();
    dropTo(place);
    editor.type(placeBlock(readBlock(text), place, keyAt));
  }

  return (
    <div ref={scroller} className="relative overflow-x-auto">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern on a real table, so that headers stay tied to their cells.
        role="grid"
        aria-label={t("title")}
        aria-busy={!isReady}
        className="w-full border-collapse text-right tabular-nums"
      >
        <thead>
          <tr className="border-b text-xs text-muted">
            <th scope="col" className="sticky left-0 z-10 min-w-36 bg-background px-4 py-2 text-left font-medium">
              {t("provider")}
            </th>
            {tags.map(({ tag, boxes }) => (
              <th key={tag} scope="col" className="min-w-28 px-2.5 py-2 font-medium whitespace-nowrap">
                <span className="block text-foreground">{tag}</span>
                {t("boxes", { count: boxes })}
              </th>
            ))}
            <th scope="col" className="min-w-28 px-4 py-2 font-medium">
              {t("sum")}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {connections.map((connection, row) => (
            <tr key={connection.id}>
              <th scope="row" className="sticky left-0 z-10 bg-background px-4 text-left font-medium">
                {connection.name}
              </th>
              {tags.map(({ tag }, column) => {
                const key = cellKey({ connectionId: connection.id, tag });
                const isActive = active.row === row && active.column === column;
                return (
                  <AllocationCellBox
                    key={tag}
                    state={editor.stateOf(key)}
                    title={`${connection.name} × ${tag}`}
                    place={`${row}/${column}`}
                    isActive={isActive}
                    typed={isActive ? typed : null}
                    onFocus={() => setActive({ row, column })}
                    onOpen={() => mayEdit && !editor.stateOf(key).isLocked && setTyped(editor.stateOf(key).text)}
                    onType={setTyped}
                    onLeave={() => commit(key)}
                    onKeyDown={(event) => press(event, { row, column }, key)}
                    onPaste={(event) => paste(event, { row, column })}
                  />
                );
              })}
              <td className="px-4 py-2">
                <AllocationSumText sum={editor.sums.rows.get(connection.id)} testId={`row-sum-${connection.name}`} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t">
            <th scope="row" className="sticky left-0 z-10 bg-background px-4 py-2 text-left align-top font-medium">
              {t("sum")}
            </th>
            {tags.map(({ tag }) => (
              <td key={tag} className="px-2.5 py-2 align-top">
                <AllocationSumText sum={editor.sums.columns.get(tag)} testId={`column-sum-${tag}`} />
              </td>
            ))}
            <td className="px-4 py-2 align-top font-medium">
              <AllocationSumText sum={editor.sums.total} testId="total-sum" />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
