import { z } from "zod";
import { Count } from "../../../lib/protocol/scalars.ts";
import { splitInput } from "./chat-usage.ts";
import type { Metered } from "./metered.ts";

const Modalities = z.array(z.looseObject({ modality: z.string().nullish(), tokenCount: Count.nullish() })).nullish();

const GeminiUsage = z.looseObject({
  promptTokenCount: Count,
  cachedContentTokenCount: Count.nullish(),
  candidatesTokenCount: Count.nullish(),
  thoughtsTokenCount: Count.nullish(),
  toolUsePromptTokenCount: Count.nullish(),
  totalTokenCount: Count.nullish(),
  promptTokensDetails: Modalities,
  cacheTokensDetails: Modalities,
  candidatesTokensDetails: Modalities,
});
const Answer = z.looseObject({
  usageMetadata: z.unknown(),
  candidates: z
    .array(
      z.looseObject({
        groundingMetadata: z.looseObject({ webSearchQueries: z.array(z.unknown()).nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * `usageMetadata` of generateContent (Gemini API reference, "UsageMetadata"). promptTokenCount contains the cached
 * tokens, candidatesTokenCount leaves thoughts out, results of the provider's own tools are further input. Fields that
 * are 0 are left out of its JSON, so the output is reckoned from the total where it is missing.
 */
export function geminiUsage(answer: unknown): Metered | null {
  const whole = Answer.safeParse(answer);
  const usage = GeminiUsage.safeParse(whole.data?.usageMetadata);
  if (!whole.success || !usage.success) return null;
  const { promptTokenCount: prompt, totalTokenCount: total, ...rest } = usage.data;
  const toolInput = rest.toolUsePromptTokenCount ?? 0;
  const reasoning = rest.thoughtsTokenCount ?? 0;
  const produced =
    rest.candidatesTokenCount ?? (typeof total === "number" ? total - prompt - toolInput - reasoning : -1);
  if (produced < 0) return null;
  const cacheRead = rest.cachedContentTokenCount ?? 0;
  const cachedAudio = tokensIn(rest.cacheTokensDetails, "AUDIO");
  const input = splitInput(prompt, {
    cacheRead,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    audioInput: Math.max(0, tokensIn(rest.promptTokensDetails, "AUDIO") - cachedAudio),
  });
  const audioOutput = Math.min(produced, tokensIn(rest.candidatesTokensDetails, "AUDIO"));
  const imageOutput = Math.min(produced - audioOutput, tokensIn(rest.candidatesTokensDetails, "IMAGE"));
  const output = produced - audioOutput - imageOutput;
  return {
    tokens: { ...input, input: input.input + toolInput, output, reasoning, audioOutput, imageOutput },
    webSearches: (whole.data.candidates ?? []).reduce(
      (sum, candidate) => sum + (candidate.groundingMetadata?.webSearchQueries?.length ?? 0),
      0,
    ),
  };
}

function tokensIn(details: z.infer<typeof Modalities>, modality: string): number {
  return (details ?? []).reduce((sum, row) => sum + (row.modality === modality ? (row.tokenCount ?? 0) : 0), 0);
}
