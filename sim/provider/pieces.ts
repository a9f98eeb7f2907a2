/** Words as tokens: the space belongs to the word after it, as in real tokenizers. Joined they are the text. */
export function wordPieces(words: string[]): string[] {
  return words.map((word, index) => (index === 0 ? word : ` ${word}`));
}

/** A JSON text as tokens of four characters. */
export function jsonPieces(json: string): string[] {
  return json.match(/.{1,4}/gsu) ?? [];
}

/** The pieces up to the first of the stop sequences, and which one it was. */
export function beforeStop(pieces: string[], stops: string[]): { pieces: string[]; stoppedBy: string | null } {
  const text = pieces.join("");
  const found = stops
    .filter((stop) => stop !== "")
    .map((stop) => ({ stop, at: text.indexOf(stop) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)[0];
  if (!found) return { pieces, stoppedBy: null };
  const kept: string[] = [];
  let left = found.at;
  for (const piece of pieces) {
    if (left <= 0) break;
    kept.push(piece.slice(0, left));
    left -= piece.length;
  }
  return { pieces: kept, stoppedBy: found.stop };
}
