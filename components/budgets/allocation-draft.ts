import { CapText } from "#components/form/usd.ts";
import { type Allocation, type CellChange, cellKey } from "#lib/budgets/allocation-schema.ts";
import { usdString } from "#lib/money.ts";

/** A cell as it is typed, and the cap that was in force when the typing began: a save must not pass over another's. */
export interface DraftCell {
  text: string;
  seenNanos: bigint | null;
}

/** Cells that differ from what is saved, by cellKey. */
export type Draft = ReadonlyMap<string, DraftCell>;

export interface CellState {
  /** What stands in the cell. */
  text: string;
  /** Null: no budget. Of text that is no amount, the saved one. */
  capNanos: bigint | null;
  savedNanos: bigint | null;
  isChanged: boolean;
  isInvalid: boolean;
  /** Somebody else changed it since the typing began. */
  isStale: boolean;
  /** Several budgets have this scope: not to be changed as one. */
  isLocked: boolean;
}

/** An empty cell is no budget; undefined: not an amount that a cap may have. */
function capOfText(text: string): bigint | null | undefined {
  if (text.trim() === "") return null;
  return CapText.safeParse(text).data;
}

function textOf(nanos: bigint | null): string {
  return nanos === null ? "" : usdString(nanos);
}

export function cellState(allocation: Allocation, draft: Draft, key: string): CellState {
  const saved = allocation.cells.find((cell) => cellKey(cell) === key);
  const savedNanos = saved?.capNanos ?? null;
  const isLocked = (saved?.count ?? 0) > 1;
  const typed = draft.get(key);
  if (!typed) {
    const state = { text: textOf(savedNanos), capNanos: savedNanos, savedNanos, isLocked };
    return { ...state, isChanged: false, isInvalid: false, isStale: false };
  }
  const cap = capOfText(typed.text);
  const isInvalid = cap === undefined;
  return {
    text: typed.text,
    capNanos: isInvalid ? savedNanos : cap,
    savedNanos,
    isChanged: true,
    isInvalid,
    isStale: typed.seenNanos !== savedNanos,
    isLocked,
  };
}

/** The draft with other texts in some cells; what is as saved again leaves it. Locked cells stay as they are. */
export function typeInto(allocation: Allocation, draft: Draft, texts: ReadonlyMap<string, string>): Draft {
  const next = new Map(draft);
  for (const [key, text] of texts) {
    const { savedNanos, isLocked } = cellState(allocation, draft, key);
    if (isLocked) continue;
    if (capOfText(text) === savedNanos) next.delete(key);
    else next.set(key, { text: text.trim(), seenNanos: draft.get(key)?.seenNanos ?? savedNanos });
  }
  return next;
}

/** The draft without some cells, which show again what is saved. */
export function revert(draft: Draft, keys: readonly string[]): Draft {
  return new Map([...draft].filter(([key]) => !keys.includes(key)));
}

/** The draft as typed over what is in force now, after the person saw that. */
export function keepMine(allocation: Allocation, draft: Draft): Draft {
  const texts = new Map([...draft].map(([key, { text }]) => [key, text]));
  return typeInto(allocation, new Map(), texts);
}

/** What a save sends: the valid cells of the draft. */
export function changesOf(allocation: Allocation, draft: Draft): CellChange[] {
  return allocation.connections.flatMap(({ id: connectionId }) =>
    allocation.tags.flatMap(({ tag }) => {
      const typed = draft.get(cellKey({ connectionId, tag }));
      const capNanos = typed && capOfText(typed.text);
      return capNanos === undefined ? [] : [{ connectionId, tag, expectedNanos: typed?.seenNanos ?? null, capNanos }];
    }),
  );
}
