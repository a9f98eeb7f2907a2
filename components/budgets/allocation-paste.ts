/**
 * Cells of a block as spreadsheets put it on the clipboard: tabs between columns, a line per row, the last line break
 * being the end and no row of its own.
 */
export function readBlock(text: string): string[][] {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t").map((cell) => cell.trim()));
}

/** Texts for the cells that the block covers when its first is put at (row, column); what hangs over the edge is left out. */
export function placeBlock(
  block: readonly (readonly string[])[],
  { row, column }: { row: number; column: number },
  keyAt: (row: number, column: number) => string | null,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [down, line] of block.entries()) {
    for (const [right, text] of line.entries()) {
      const key = keyAt(row + down, column + right);
      if (key !== null) texts.set(key, text);
    }
  }
  return texts;
}
