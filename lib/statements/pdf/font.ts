import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { create } from "fontkit";
import { sfntOf } from "./sfnt.ts";

/** Noto Sans SC: Latin, and the Chinese that names are written in. */
const path = join(process.cwd(), "lib/statements/pdf/font/noto-sans-sc-400.woff");

interface PrintFont {
  sfnt: Buffer;
  /** Unicode scalar values that it has a glyph for. */
  has: ReadonlySet<number>;
}

let loading: Promise<PrintFont> | undefined;

/** Read once, at the first statement that is printed. */
export function printFont(): Promise<PrintFont> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PrintFont> {
  const sfnt = sfntOf(await readFile(path));
  const font = create(sfnt);
  if (!("characterSet" in font)) throw new Error("the font file is a collection");
  return { sfnt, has: new Set(font.characterSet) };
}

/** Stands where the font lacks characters; a note at the end of the statement says so. */
export const unprintable = "[?]";

/** The text as far as the font has it, runs of anything else as one mark: no name is printed as if it were another. */
export function printable(text: string, { has }: Pick<PrintFont, "has">): string {
  // The font draws the typographic apostrophe as wide as a Chinese character.
  const plain = text.replaceAll(/(?<=\p{Script=Latin})’(?=\p{Script=Latin})/gu, "'");
  let shown = "";
  for (const char of plain) {
    if (has.has(char.codePointAt(0) ?? 0)) shown += char;
    else if (!shown.endsWith(unprintable)) shown += unprintable;
  }
  return shown;
}
