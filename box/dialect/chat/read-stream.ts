import { callIdAt } from "../call-id.ts";
import type { AnswerContext } from "../dialect.ts";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { StreamPart, StreamReader } from "../neutral/stream-part.ts";
import { parseEvent } from "../parse-answer.ts";
import { chatUsage } from "../usage/chat-usage.ts";
import { ChatChunk, readFinishReason } from "./answer-schema.ts";

type Call = { number: number; id: string | null };
type ChoiceState = { calls: Map<number, Call>; count: number; last: number; hasRefusal: boolean; isOver: boolean };
type CallDelta = NonNullable<
  NonNullable<NonNullable<NonNullable<ReturnType<typeof ChatChunk.parse>["choices"]>[number]["delta"]>["tool_calls"]>
>[number];

/** Reads a stream of chunks up to `[DONE]`. */
export class ChatStreamReader implements StreamReader {
  readonly #context: AnswerContext;
  readonly #choices = new Map<number, ChoiceState>();
  #isDone = false;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  feed(data: string): StreamPart[] {
    if (data.trim() === "[DONE]") {
      const states = [...this.#choices.values()];
      if (states.length === 0 || states.some((state) => !state.isOver)) {
        throw new MalformedAnswer("The upstream's stream ended without saying why.");
      }
      this.#isDone = true;
      return [];
    }
    const chunk = parseEvent(ChatChunk, data);
    const parts: StreamPart[] = chunk.id ? [{ type: "id", id: chunk.id }] : [];
    for (const { index, delta, finish_reason: reason } of chunk.choices ?? []) {
      const choice = index ?? 0;
      const state = this.#stateOf(choice);
      if (delta?.content) parts.push({ type: "text", choice, text: delta.content });
      if (delta?.refusal) {
        state.hasRefusal = true;
        parts.push({ type: "refusal", choice, text: delta.refusal });
      }
      for (const call of delta?.tool_calls ?? []) parts.push(...this.#readCall(choice, state, call));
      if (!reason || state.isOver) continue;
      state.isOver = true;
      const stop = readFinishReason(reason, { calls: state.count > 0, refusal: state.hasRefusal });
      parts.push({ type: "stop", choice, stop, stopSequence: null });
    }
    const usage = chatUsage(chunk.usage);
    if (usage) parts.push({ type: "usage", usage });
    return parts;
  }

  #stateOf(choice: number): ChoiceState {
    const known = this.#choices.get(choice);
    if (known) return known;
    const state = { calls: new Map<number, Call>(), count: 0, last: -1, hasRefusal: false, isOver: false };
    this.#choices.set(choice, state);
    return state;
  }

  /**
   * Some servers number no calls, and some give all of them the same number: an id that is new there begins another
   * call in both cases.
   */
  #readCall(choice: number, state: ChoiceState, delta: CallDelta): StreamPart[] {
    const isUnnumbered = (delta.index ?? null) === null;
    const index = delta.index ?? (delta.id ? state.last + 1 : Math.max(0, state.last));
    const known = isUnnumbered && delta.id ? this.#callWith(state, delta.id) : state.calls.get(index);
    const name = delta.function?.name ?? "";
    const isAnother = !known || (Boolean(delta.id) && known.id !== null && known.id !== delta.id && name !== "");
    const parts: StreamPart[] = [];
    const call = isAnother ? { number: state.count, id: delta.id || null } : known;
    if (isAnother) {
      if (name === "") throw new MalformedAnswer("The upstream's stream has arguments of a call that it never named.");
      state.calls.set(index, call);
      state.count += 1;
      state.last = Math.max(state.last, index);
      const id = delta.id || callIdAt(this.#context.id, choice, call.number);
      parts.push({ type: "call_start", choice, call: call.number, id, name });
    }
    const json = delta.function?.arguments;
    if (json) parts.push({ type: "call_args", choice, call: call.number, json });
    return parts;
  }

  #callWith(state: ChoiceState, id: string): Call | undefined {
    return [...state.calls.values()].find((call) => call.id === id);
  }
}
