import { inflateSync } from "node:zlib";

const woffHeader = 44;
const woffEntry = 20;
const sfntHeader = 12;
const sfntEntry = 16;

/**
 * A font without the compression of WOFF 1.0 (W3C, §3–§5): the same tables, each at a multiple of four. What reads a font
 * glyph by glyph would otherwise inflate the whole table for each.
 */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("not a WOFF 1.0 font");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => tableOf(woff, woffHeader + index * woffEntry));
  const head = Buffer.alloc(sfntHeader + count * sfntEntry);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  // How a reader may search the directory (OpenType, "Table Directory").
  const power = 2 ** Math.floor(Math.log2(count));
  head.writeUInt16BE(power * sfntEntry, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * sfntEntry, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = sfntHeader + index * sfntEntry;
    tag.copy(head, at);
    checksum.copy(head, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}

function tableOf(woff: Buffer, at: number): { tag: Buffer; checksum: Buffer; data: Buffer } {
  const [offset, compressed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field));
  const stored = woff.subarray(offset, (offset ?? 0) + (compressed ?? 0));
  const data = compressed === length ? stored : inflateSync(stored);
  if (data.length !== length) throw new Error("a table of the font is not as long as it says");
  return { tag: woff.subarray(at, at + 4), checksum: woff.subarray(at + 16, at + 20), data };
}
