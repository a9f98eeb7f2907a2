import type { Choice, Finish } from "../completion.ts";
import type { Answer, Writer } from "../generate.ts";
import { streamFault } from "../openai/dialect.ts";
import type { StreamEvent } from "../send.ts";
import { nothingProduced, type Produced, type Usage } from "../usage.ts";
import { geminiError } from "./dialect.ts";

const finishReasons: Record<Finish, string> = {
  stop: "STOP",
  stop_sequence: "STOP",
  tool_calls: "STOP",
  length: "MAX_TOKENS",
  content_filter: "SAFETY",
  refusal: "SAFETY",
};

type Part = {
  text?: string;
  thought?: true;
  thoughtSignature?: string;
  functionCall?: { name: string; args: unknown; id: string };
};

/** Gemini's answers. Source: ai.google.dev, "GenerateContentResponse". */
export function generateWriter(hasThoughts: boolean): Writer {
  return {
    surface: "gemini.generateContent",
    promptFilter: "empty",
    whole: (answer) => wholeAnswer(answer, hasThoughts),
    events: (answer) => chunks(answer, hasThoughts),
    errorEvent: () => ({ data: { error: geminiError(streamFault) } }),
    rawUsage: usageMetadata,
  };
}

/** `usageMetadata`: thoughts are beside the candidates' tokens, cached ones inside the prompt's. */
export function usageMetadata({ input, output }: Usage) {
  const candidates = output.text + output.audio;
  return {
    promptTokenCount: input.tokens,
    ...(input.cached > 0 ? { cachedContentTokenCount: input.cached } : {}),
    ...(candidates > 0 ? { candidatesTokenCount: candidates } : {}),
    ...(output.reasoning > 0 ? { thoughtsTokenCount: output.reasoning } : {}),
    totalTokenCount: input.tokens + candidates + output.reasoning,
    promptTokensDetails: modalities(input.tokens - input.audio, input.audio),
    ...(input.cached > 0 ? { cacheTokensDetails: modalities(input.cached, 0) } : {}),
    ...(candidates > 0 ? { candidatesTokensDetails: modalities(output.text, output.audio) } : {}),
  };
}

function modalities(text: number, audio: number) {
  return [
    { modality: "TEXT", tokenCount: text },
    { modality: "AUDIO", tokenCount: audio },
  ].filter(({ tokenCount }) => tokenCount > 0);
}

function isBlocked({ completion }: Answer): boolean {
  return completion.choices.length === 0;
}

function about({ call, completion, directives }: Answer, usage: Usage) {
  return {
    ...(directives.noUsage ? {} : { usageMetadata: usageMetadata(usage) }),
    modelVersion: call.model,
    responseId: `practice-${completion.id}`,
  };
}

/** No candidates: the prompt itself was blocked. */
function blockedAnswer(answer: Answer) {
  const rating = { category: "HARM_CATEGORY_DANGEROUS_CONTENT", probability: "HIGH", blocked: true };
  const promptFeedback = { blockReason: "SAFETY", safetyRatings: [rating] };
  return { promptFeedback, ...about(answer, answer.usage) };
}

function wholeAnswer(answer: Answer, hasThoughts: boolean) {
  if (isBlocked(answer)) return blockedAnswer(answer);
  const candidates = answer.completion.choices.map((choice, index) => ({
    ...contentOf(wholeParts(choice, hasThoughts)),
    finishReason: finishReasons[choice.finish],
    index,
    ...groundingOf(answer),
  }));
  return { candidates, ...about(answer, answer.usage) };
}

function contentOf(parts: Part[]) {
  return { content: parts.length === 0 ? { role: "model" } : { parts, role: "model" } };
}

function wholeParts(choice: Choice, hasThoughts: boolean): Part[] {
  const thought =
    hasThoughts && choice.thought.length > 0 ? [{ text: choice.thought.join(""), thought: true as const }] : [];
  const text = choice.pieces.join("");
  return [...thought, ...(text === "" ? [] : [{ text }]), ...callParts(choice)];
}

/** Calls come whole, also in a stream; the first carries the signature of the thought behind them. */
function callParts({ toolCalls }: Choice): Part[] {
  return toolCalls.map(({ id, name, pieces }, index) => ({
    functionCall: { name, args: parseArgs(pieces), id: `fc_${id}` },
    ...(index === 0 ? { thoughtSignature: Buffer.from(`practice-thought-${id}`).toString("base64") } : {}),
  }));
}

function parseArgs(pieces: string[]): unknown {
  try {
    return JSON.parse(pieces.join(""));
  } catch {
    return {};
  }
}

function groundingOf({ completion, call }: Answer) {
  if (completion.searches === 0) return {};
  const webSearchQueries = Array.from({ length: completion.searches }, (_, index) => `${call.model} ${index + 1}`);
  return { groundingMetadata: { webSearchQueries } };
}

type Step = { index: number; part: Part | null; produced: Partial<Produced>; choice: Choice; isLast: boolean };

/** Each chunk is a whole GenerateContentResponse with the next parts; usage of the answer comes with the last. */
function* chunks(answer: Answer, hasThoughts: boolean): Iterable<StreamEvent> {
  if (isBlocked(answer)) {
    yield { data: blockedAnswer(answer), isEnd: true };
    return;
  }
  const all = answer.completion.choices.flatMap((choice, index) => [...steps(choice, index, hasThoughts)]);
  for (const [number, { index, part, produced, choice, isLast }] of all.entries()) {
    const isEnd = number === all.length - 1;
    const usage = isEnd ? answer.usage : { ...answer.usage, output: nothingProduced };
    const finish = isLast ? { finishReason: finishReasons[choice.finish], ...groundingOf(answer) } : {};
    const candidates = [{ ...contentOf(part ? [part] : []), ...finish, index }];
    yield { data: { candidates, ...about(answer, usage) }, produced, ...(isEnd ? { isEnd } : {}) };
  }
}

function* steps(choice: Choice, index: number, hasThoughts: boolean): Iterable<Step> {
  const parts: Pick<Step, "part" | "produced">[] = [];
  if (hasThoughts) {
    for (const text of choice.thought) parts.push({ part: { text, thought: true }, produced: {} });
  }
  for (const text of choice.pieces) parts.push({ part: { text }, produced: { text: 1 } });
  for (const [number, part] of callParts(choice).entries()) {
    parts.push({ part, produced: { text: 1 + (choice.toolCalls[number]?.pieces.length ?? 0) } });
  }
  if (parts.length === 0) parts.push({ part: null, produced: {} });
  for (const [number, { part, produced }] of parts.entries()) {
    const hidden = number === 0 ? { reasoning: choice.reasoningTokens, audio: choice.audioTokens } : {};
    yield { index, part, produced: { ...produced, ...hidden }, choice, isLast: number === parts.length - 1 };
  }
}
