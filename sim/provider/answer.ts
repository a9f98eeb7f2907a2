import { splitUnits } from "./tokens.ts";

const remarks = [
  "A good plan starts small and keeps what works.",
  "Measure first, then change one thing at a time.",
  "The simplest answer is usually the one to try today.",
  "Write down what you expect, and compare it with what happens.",
  "Two short steps beat one long leap.",
  "Ask what would have to be true, and check that first.",
  "Keep the part that everybody understands.",
  "Sleep on the hard choice and act on the easy one.",
];

type Subject = {
  model: string;
  topic: string;
  /** What tools answered; the reply repeats the beginning of each. */
  toolResults: string[];
  images: number;
};

/**
 * The words of a reply, one token each: who speaks, the topic, two or three remarks. `exactTokens` cuts or extends it
 * to that length. Same random source, same reply.
 */
export function composeAnswer(subject: Subject, exactTokens: number | null, random: () => number): string[] {
  const words = splitUnits(`Hello from ${subject.model}, the practice model. ${about(subject)}`);
  const remark = () => splitUnits(remarks[Math.floor(random() * remarks.length)] ?? "");
  const count = 2 + Math.floor(random() * 2);
  for (let index = 0; index < count; index++) words.push(...remark());
  words.push(...splitUnits("No real model was asked, and nothing was charged by anybody."));
  if (exactTokens === null) return words;
  while (words.length < exactTokens) words.push(...remark());
  return words.slice(0, exactTokens);
}

/** The words of a thought, for dialects that show them. */
export function composeThought(tokens: number, random: () => number): string[] {
  const words: string[] = [];
  while (words.length < tokens) words.push(...splitUnits(remarks[Math.floor(random() * remarks.length)] ?? ""));
  return words.slice(0, tokens);
}

function about({ topic, toolResults, images }: Subject): string {
  const pictures = images === 0 ? "" : ` I counted ${images} ${images === 1 ? "image" : "images"}.`;
  if (toolResults.length > 0) {
    const quotes = toolResults.map((result) => `"${beginning(result)}"`).join(" and ");
    return `${toolResults.length === 1 ? "The tool" : "The tools"} answered: ${quotes}.${pictures}`;
  }
  return topic === ""
    ? `You sent no question, which is fine.${pictures}`
    : `You asked about: "${beginning(topic)}".${pictures}`;
}

function beginning(text: string): string {
  return splitUnits(text).slice(0, 12).join(" ");
}
