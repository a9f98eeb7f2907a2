/**
 * The practice tokenizer. Words, runs of punctuation glued to them and single Han characters are units; a unit counts
 * 1.3 tokens, which is about what byte-pair encodings do with English. Never more tokens than UTF-8 bytes: that is the
 * property of real byte-level encodings which a gateway's input bound relies on.
 */
export function countTokens(text: string): number {
  const units = splitUnits(text).length;
  return Math.min(Math.ceil(units * 1.3), Buffer.byteLength(text));
}

/** The units of a text in order, without white space. */
export function splitUnits(text: string): string[] {
  return text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+/gu) ?? [];
}
