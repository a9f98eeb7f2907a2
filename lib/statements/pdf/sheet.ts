import "server-only";
import PDFDocument from "pdfkit";
import { printable, printFont, unprintable } from "./font.ts";

const margin = 48;
const rowHeight = 16;
const ink = "#141817";
const faint = "#586260";
const line = "#d5dad9";

/** A cell: its text, and where it stands between the margins (0 to 1). Numbers end at their place. */
export interface Cell {
  text: string;
  at: number;
  isNumber?: boolean;
}

interface Look {
  size?: number;
  isFaint?: boolean;
}

/** Pages of A4, written from top to bottom. */
export interface Sheet {
  heading: (text: string, look?: Look) => void;
  paragraph: (text: string, look?: Look) => void;
  row: (cells: readonly Cell[], look?: Look) => void;
  rule: () => void;
  gap: (points: number) => void;
  /** Begins a new page unless so many rows still fit. */
  keep: (rows: number) => void;
  /** Whether any text had characters that the font lacks. */
  isMarked: () => boolean;
  /** Numbers the pages and gives the file. */
  finish: (footer: (page: number, count: number) => string) => Promise<Buffer>;
}

/** `at` is the file's date, so that the same statement always makes the same file. */
export async function openSheet(info: { title: string; author: string; lang: string; at: Date }): Promise<Sheet> {
  const font = await printFont();
  const doc = new PDFDocument({
    size: "A4",
    margin,
    bufferPages: true,
    lang: info.lang,
    displayTitle: true,
    info: {
      Title: info.title,
      Author: info.author,
      Producer: "Kaihe Fleet",
      Creator: "Kaihe Fleet",
      CreationDate: info.at,
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  doc.registerFont("text", font.sfnt).font("text");
  const width = doc.page.width - 2 * margin;
  const bottom = doc.page.height - margin - rowHeight;
  let y = margin;
  let hasMark = false;

  const printed = (text: string) => {
    const shown = printable(text, font);
    hasMark ||= shown.includes(unprintable);
    return shown;
  };
  const use = ({ size = 9, isFaint = false }: Look) => doc.fontSize(size).fillColor(isFaint ? faint : ink);
  const need = (height: number) => {
    if (y + height <= bottom) return;
    doc.addPage();
    y = margin;
  };

  function paragraph(text: string, look: Look = {}): void {
    const shown = printed(text);
    const height = use(look).heightOfString(shown, { width });
    need(height);
    doc.text(shown, margin, y, { width });
    y += height + 2;
  }

  return {
    paragraph,
    heading: (text, look) => paragraph(text, { size: 12, ...look }),
    row(cells, look = {}) {
      need(rowHeight);
      use(look);
      for (const [index, { text, at, isNumber = false }] of cells.entries()) {
        const x = margin + at * width;
        const next = cells[index + 1];
        const room = next && !isNumber ? margin + next.at * width - x - (next.isNumber ? 56 : 6) : x - margin;
        const shown = fitted(printed(text), (part) => doc.widthOfString(part), isNumber ? x - margin : room);
        doc.text(shown, isNumber ? x - doc.widthOfString(shown) : x, y, { lineBreak: false });
      }
      y += rowHeight;
    },
    rule() {
      doc
        .moveTo(margin, y - 2)
        .lineTo(margin + width, y - 2)
        .lineWidth(0.5)
        .strokeColor(line)
        .stroke();
      y += 3;
    },
    gap: (points) => {
      y += points;
    },
    keep: (rows) => need(rows * rowHeight),
    isMarked: () => hasMark,
    async finish(footer) {
      const { start, count } = doc.bufferedPageRange();
      for (let page = start; page < start + count; page += 1) {
        doc.switchToPage(page);
        use({ size: 8, isFaint: true });
        doc.text(printed(footer(page + 1, count)), margin, doc.page.height - margin - 10, { lineBreak: false });
      }
      doc.end();
      return done;
    },
  };
}

/** Cut with an ellipsis where it is too long for its column. */
function fitted(text: string, widthOf: (text: string) => number, room: number): string {
  if (widthOf(text) <= room) return text;
  const chars = [...text];
  while (chars.length > 1 && widthOf(`${chars.join("")}…`) > room) chars.pop();
  return `${chars.join("")}…`;
}
