import type { Call } from "./call.ts";
import { type Completion, complete } from "./completion.ts";
import type { Directives } from "./directives.ts";
import type { Exchange } from "./exchange.ts";
import type { Surface } from "./ledger.ts";
import { openCall, type PromptFilter } from "./open-call.ts";
import { chatUsage } from "./openai/chat-usage.ts";
import { type StreamEvent, sendStream, sendWhole } from "./send.ts";
import { inputOf, outputTokens, producedBy, promptTokens, type Usage } from "./usage.ts";

/** What a writer needs; pure data, so that a stream and a whole answer of one request agree. */
export type Answer = { call: Call; completion: Completion; directives: Directives; usage: Usage };

/** One dialect's way to write an answer down. */
export type Writer = {
  surface: Surface;
  promptFilter: PromptFilter;
  whole: (answer: Answer) => object;
  events: (answer: Answer) => Iterable<StreamEvent>;
  /** An error inside a stream, after `sent` events. */
  errorEvent: (sent: number) => StreamEvent;
  rawUsage: (usage: Usage) => object;
  /** Told when a whole answer has gone out. */
  onComplete?: (answer: Answer) => void;
};

/** Answers one call: faults first, then the completion in the dialect's form, then the row in the ledger. */
export async function generate(exchange: Exchange, call: Call, writer: Writer): Promise<void> {
  const { world, response } = exchange;
  const { surface, promptFilter } = writer;
  const { model, isStream, images, topic } = call;
  const tokens = promptTokens(call);
  const opened = await openCall(exchange, {
    ...{ surface, model, isStream, images, topic },
    ...{ promptTokens: tokens, promptFilter },
  });
  if (!opened) return;
  const [directives, row] = opened;
  const completion = complete(world.seed, call, directives);
  if (promptFilter === "empty" && isPromptFiltered(directives)) completion.choices = [];
  const input = inputOf(call, lookUp(exchange, call, surface), directives);
  const { searches } = completion;
  const answer = { call, completion, directives, usage: { input, output: producedBy(completion), searches } };
  const sent = isStream
    ? await sendStream(response, writer.events(answer), writer.errorEvent, directives)
    : await sendWhole(response, writer.whole(answer), directives, answer.usage.output);
  if (sent.isComplete) writer.onComplete?.(answer);
  const usage = { input, output: sent.produced, searches };
  world.ledger.push({
    at: Date.now(),
    ...row,
    status: 200,
    usage: chatUsage(usage),
    rawUsage: writer.rawUsage(usage),
    inputTokens: input.tokens,
    outputTokens: outputTokens(sent.produced),
    searches,
    isComplete: sent.isComplete,
  });
}

function lookUp({ world }: Exchange, call: Call, surface: Surface) {
  if (surface === "anthropic.messages") return world.cache.lookUpMarks(call.model, call.cacheMarks, Date.now());
  return { cached: world.cache.lookUp(call.model, call.prompt), cacheWrite5m: 0, cacheWrite1h: 0 };
}

function isPromptFiltered({ contentFilter }: Directives): boolean {
  return contentFilter === "default" || contentFilter === "prompt";
}
