/** What the model learns: which word follows which. Written for this purpose. */
export const lessons = [
  "I am a very small test model.",
  "I run on this machine and nowhere else.",
  "I know only a few words and I use them again and again.",
  "A small plan is better than a large wish.",
  "A good day starts with one clear question.",
  "The next step is small and the way is long.",
  "The sea is calm and the boat is ready.",
  "We measure first and then we change one thing.",
  "We keep what works and we throw away the rest.",
  "You can ask me anything and I will answer with the same few words.",
  "Nothing leaves this machine and nothing is charged.",
  "One clear question is worth a large answer.",
  "When the line is down the small model is still here.",
  "When you want a better answer ask a larger model.",
];

/** The token after which a sentence begins, and the one that ends an answer. */
export const begin = "<s>";
export const end = "</s>";

/** Of sentence ends, how many end the answer too. */
const endShare = 0.25;
/** Log probability of a word that never followed in the lessons. */
const never = -20;

export type Bigrams = {
  /** Words in the order they were first seen. */
  words: string[];
  /** Natural logarithm of the probability that `next` follows `word`; either may be `begin` or `end`. */
  logProbability: (word: string, next: string) => number;
};

/** Counts the lessons. Pure: the same lessons give the same model. */
export function countBigrams(sentences: readonly string[]): Bigrams {
  const counts = new Map<string, Map<string, number>>();
  const add = (word: string, next: string, weight: number) => {
    const row = counts.get(word) ?? new Map<string, number>();
    counts.set(word, row.set(next, (row.get(next) ?? 0) + weight));
  };
  const words = new Set<string>();
  for (const sentence of sentences) {
    let previous = begin;
    for (const word of sentence.split(" ")) {
      words.add(word);
      add(previous, word, 1);
      previous = word;
    }
    add(previous, end, endShare);
    for (const other of sentences) add(previous, other.split(" ")[0] ?? end, (1 - endShare) / sentences.length);
  }
  return {
    words: [...words],
    logProbability: (word, next) => {
      const row = counts.get(word);
      const count = row?.get(next);
      if (!row || !count) return never;
      return Math.log(count / [...row.values()].reduce((sum, value) => sum + value, 0));
    },
  };
}
