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

/**
 * The words of a reply, one token each: who speaks, the topic, two or three remarks. `exactTokens` cuts or extends it
 * to that length. Same random source, same reply.
 */
export function composeAnswer(
  model: string,
  topic: string,
  exactTokens: number | null,
  random: () => number,
): string[] {
  const head = splitUnits(topic).slice(0, 12).join(" ");
  const about = head === "" ? "You sent no question, which is fine." : `You asked about: "${head}".`;
  const words = splitUnits(`Hello from ${model}, the practice model. ${about}`);
  const remark = () => splitUnits(remarks[Math.floor(random() * remarks.length)] ?? "");
  const count = 2 + Math.floor(random() * 2);
  for (let index = 0; index < count; index++) words.push(...remark());
  words.push(...splitUnits("No real model was asked, and nothing was charged by anybody."));
  if (exactTokens === null) return words;
  while (words.length < exactTokens) words.push(...remark());
  return words.slice(0, exactTokens);
}
