import { composeAnswer, composeThought } from "./answer.ts";
import type { Call } from "./call.ts";
import { type Directives, withoutDirectives } from "./directives.ts";
import { beforeStop, jsonPieces, wordPieces } from "./pieces.ts";
import { seededRandom } from "./random.ts";
import { sampleJson } from "./sample-json.ts";
import { type ToolCall, toolCallsFor } from "./tool-calls.ts";

export type Finish = "stop" | "stop_sequence" | "length" | "tool_calls" | "content_filter" | "refusal";

/** One answer. Pieces are tokens as text; joined they are the text. */
export type Choice = {
  pieces: string[];
  toolCalls: ToolCall[];
  reasoningTokens: number;
  /** What the model thought, for dialects that show it; empty when it did not think. */
  thought: string[];
  audioTokens: number;
  finish: Finish;
  /** The stop sequence that ended the text. */
  stoppedBy: string | null;
};

/** One seeded completion: what will be said, before anything is sent. `id` is unique per request text. */
export type Completion = { id: string; choices: Choice[]; searches: number };

const shownThoughtTokens = 24;

/** What the model answers. Pure: the same seed and request give the same completion. */
export function complete(seed: number, call: Call, directives: Directives): Completion {
  const random = seededRandom(seed, `${call.model}|${call.prompt}`);
  const id = `${Math.floor(random() * 0xffff_ffff).toString(36)}${call.prompt.length.toString(36)}`;
  const limit = directives.overshoot ? Number.POSITIVE_INFINITY : (call.maxOutputTokens ?? 4096);
  const choices = Array.from({ length: call.choices }, () => completeChoice({ id, call, directives, limit, random }));
  return { id, choices, searches: directives.searches ?? 0 };
}

/** Tokens of a choice that are not reasoning or audio. */
export function writtenTokens(choice: Choice): number {
  return choice.pieces.length + choice.toolCalls.reduce((sum, call) => sum + 1 + call.pieces.length, 0);
}

type Scope = { id: string; call: Call; directives: Directives; limit: number; random: () => number };

function completeChoice(scope: Scope): Choice {
  const { call, directives, limit, random } = scope;
  const isThinker = call.isThinking || call.model.endsWith("-reasoner");
  const wanted = directives.reasoning ?? (isThinker ? 64 + Math.floor(random() * 128) : 0);
  const reasoningTokens = Math.min(wanted, limit);
  const audioTokens = Math.min(directives.audioOut ?? 0, limit - reasoningTokens);
  const room = limit - reasoningTokens - audioTokens;
  const thought = composeThought(Math.min(reasoningTokens, shownThoughtTokens), random);
  const base = { reasoningTokens, audioTokens, thought: wordPieces(thought), stoppedBy: null };

  if (directives.refusal) {
    return { ...base, pieces: wordPieces("I will not help with that.".split(" ")), toolCalls: [], finish: "refusal" };
  }
  const toolCalls = toolCallsFor(call, directives, scope.id);
  if (toolCalls.length > 0) return { ...base, ...cutCalls(toolCalls, room) };
  const isFiltered = directives.contentFilter !== null;
  const { pieces, stoppedBy } = beforeStop(write(scope), call.stopSequences);
  const isCut = pieces.length > room || wanted > limit;
  const finish = isCut ? "length" : stoppedBy === null ? "stop" : "stop_sequence";
  return {
    ...base,
    pieces: pieces.slice(0, Math.min(room, isFiltered ? 3 : pieces.length)),
    toolCalls: [],
    stoppedBy: finish === "stop_sequence" ? stoppedBy : null,
    finish: isFiltered ? "content_filter" : finish,
  };
}

function write({ call, directives, random }: Scope): string[] {
  const topic = withoutDirectives(call.topic);
  if (call.json?.schema) return jsonPieces(JSON.stringify(sampleJson(call.json.schema)));
  if (call.json || directives.json) return jsonPieces(JSON.stringify({ model: call.model, about: topic.slice(0, 80) }));
  const asked = call.maxOutputTokens;
  const exact = directives.tokens ?? (directives.overshoot && asked !== null ? asked + 50 : null);
  return wordPieces(composeAnswer({ ...call, topic }, exact, random));
}

/** Calls in order while tokens last; the one that runs out has half its arguments, as from a real model. */
function cutCalls(calls: ToolCall[], room: number): Pick<Choice, "pieces" | "toolCalls" | "finish"> {
  const kept: ToolCall[] = [];
  let left = room;
  for (const call of calls) {
    if (left < 1) break;
    kept.push({ ...call, pieces: call.pieces.slice(0, Math.min(left - 1, call.pieces.length)) });
    left -= 1 + call.pieces.length;
  }
  return { pieces: [], toolCalls: kept, finish: left < 0 || kept.length < calls.length ? "length" : "tool_calls" };
}
