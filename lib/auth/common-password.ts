import "server-only";
import { commonWords } from "./common-words.ts";

const walks = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop[]",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl;'",
  "zxcvbnm,./",
  "!@#$%^&*()_+",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p",
  "q1w2e3r4t5y6u7i8o9p0",
].flatMap((walk) => [walk, [...walk].reverse().join("")]);

const leet: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g" };
const symbols: Record<string, string> = { "@": "a", $: "s", "!": "i", "|": "l", "+": "t", "€": "e", "£": "l" };

/** Letters that must remain once everything guessable is taken out; 26⁵ is what is left to guess at least. */
const neededRest = 5;

const distinct = (text: string) => new Set(text).size;
const unfold = (text: string) => [...text].map((letter) => leet[letter] ?? symbols[letter] ?? letter).join("");

/** The shortest unit that `text` repeats, `text` itself if it repeats nothing: `abcabcab` gives `abc`. */
function unitOf(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit;
  }
  return text;
}

/** `text` without runs of four and more that follow a keyboard row, the alphabet or the digits, or repeat one letter. */
function withoutWalks(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length; ) {
    let length = 4;
    if (!isWalk(text.slice(at, at + length))) {
      rest += text[at];
      at += 1;
      continue;
    }
    while (at + length < text.length && isWalk(text.slice(at, at + length + 1))) length += 1;
    at += length;
  }
  return rest;
}

function isWalk(part: string): boolean {
  return part.length >= 4 && (distinct(part) === 1 || walks.some((walk) => walk.includes(part)));
}

/** At most two common words and nothing much beside them. Three words are a pass phrase. */
function isFewWords(text: string): boolean {
  let rest = text;
  let found = 0;
  for (const word of commonWords) {
    if (found === 2 || !rest.includes(word)) continue;
    rest = rest.replace(word, " ");
    found += 1;
  }
  return rest.replace(/[^\p{L}]/gu, "").length < neededRest;
}

/**
 * Whether a password is what guessers try first (NIST SP 800-63B §5.1.1.2, ASVS 5.0 §6.2): one thing repeated, a walk
 * over the keyboard, or one or two common words dressed up with digits, symbols and leetspeak. Length is checked elsewhere.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  if (distinct(text) < 5) return true;
  if (unitOf(text).length < Math.min(8, text.length)) return true;
  const unit = unitOf(text);
  if (withoutWalks(unit).length < neededRest) return true;
  // Years, dates and counters at either end are the first thing a guesser adds.
  const bare = unit.replace(/^[^\p{L}@$]+|[^\p{L}]+$/gu, "");
  // Without a letter there are ten signs to choose from at each place: a date, a telephone number.
  if (!/\p{L}/u.test(bare)) return true;
  return [unfold(bare), unfold(bare).replaceAll("l", "i"), bare.replace(/[^\p{L}]/gu, ""), withoutWalks(bare)].some(
    isFewWords,
  );
}
