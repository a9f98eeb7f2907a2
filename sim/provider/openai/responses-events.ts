import type { Choice } from "../completion.ts";
import type { Answer } from "../generate.ts";
import type { StreamEvent } from "../send.ts";
import type { Produced } from "../usage.ts";
import { finalBody, type OutputItem, outputItems, type ResponseShape, responseBody } from "./responses-body.ts";

type Body = { type: string; [field: string]: unknown };
type Step = { body: Body; produced?: Partial<Produced>; isEnd?: true };

/** The stream of a response, in the order and with the names of platform.openai.com, "Streaming events". */
export function* responsesEvents(shape: ResponseShape, answer: Answer): Iterable<StreamEvent> {
  let number = 0;
  for (const { body, produced, isEnd } of steps(shape, answer)) {
    const data = { ...body, sequence_number: number++ };
    yield { event: body.type, data, ...(produced ? { produced } : {}), ...(isEnd ? { isEnd } : {}) };
  }
}

function* steps(shape: ResponseShape, answer: Answer): Iterable<Step> {
  const started = responseBody(shape, "in_progress", []);
  yield { body: { type: "response.created", response: started } };
  yield { body: { type: "response.in_progress", response: started } };
  const [choice] = answer.completion.choices;
  if (choice) {
    for (const [index, item] of outputItems(shape, answer).entries()) yield* itemSteps(item, index, choice);
  }
  const response = finalBody(shape, answer);
  const audio = { audio: choice?.audioTokens ?? 0 };
  yield { body: { type: `response.${response.status}`, response }, produced: audio, isEnd: true };
}

function* itemSteps(item: OutputItem, index: number, choice: Choice): Iterable<Step> {
  const at = { output_index: index, item_id: item.id };
  // Reasoning may not be shown at all, yet it has been produced once its item stands there.
  const produced = item.type === "reasoning" ? { reasoning: choice.reasoningTokens } : {};
  yield { body: { type: "response.output_item.added", output_index: index, item: unfinished(item) }, produced };
  if (item.type === "reasoning") yield* reasoningSteps(item, at, choice);
  if (item.type === "web_search_call") {
    for (const state of ["in_progress", "searching", "completed"]) {
      yield { body: { type: `response.web_search_call.${state}`, ...at } };
    }
  }
  if (item.type === "message") yield* messageSteps(item, at, choice);
  if (item.type === "function_call") yield* callSteps(item, at, choice);
  yield { body: { type: "response.output_item.done", output_index: index, item } };
}

type At = { output_index: number; item_id: string };

function* reasoningSteps(item: OutputItem & { type: "reasoning" }, at: At, choice: Choice): Iterable<Step> {
  const [part] = item.summary;
  const where = { ...at, summary_index: 0 };
  if (!part) return;
  const name = "response.reasoning_summary";
  yield { body: { type: `${name}_part.added`, ...where, part: { ...part, text: "" } } };
  for (const delta of choice.thought) yield { body: { type: `${name}_text.delta`, ...where, delta } };
  yield { body: { type: `${name}_text.done`, ...where, text: part.text } };
  yield { body: { type: `${name}_part.done`, ...where, part } };
}

function* messageSteps(item: OutputItem & { type: "message" }, at: At, choice: Choice): Iterable<Step> {
  const [part] = item.content;
  if (!part) return;
  const where = { ...at, content_index: 0 };
  const isText = part.type === "output_text";
  const name = isText ? "response.output_text" : "response.refusal";
  const logprobs = isText ? { logprobs: [] } : {};
  const empty = isText ? { ...part, text: "" } : { ...part, refusal: "" };
  yield { body: { type: "response.content_part.added", ...where, part: empty } };
  for (const delta of choice.pieces) {
    yield { body: { type: `${name}.delta`, ...where, delta, ...logprobs }, produced: { text: 1 } };
  }
  const whole = isText ? { text: part.text } : { refusal: part.refusal };
  yield { body: { type: `${name}.done`, ...where, ...whole, ...logprobs } };
  yield { body: { type: "response.content_part.done", ...where, part } };
}

function* callSteps(item: OutputItem & { type: "function_call" }, at: At, choice: Choice): Iterable<Step> {
  const pieces = choice.toolCalls.find(({ id }) => item.call_id === `call_${id}`)?.pieces ?? [];
  const name = "response.function_call_arguments";
  for (const delta of pieces) yield { body: { type: `${name}.delta`, ...at, delta }, produced: { text: 1 } };
  const args = { arguments: item.arguments, name: item.name };
  // The token of the name, which no delta carries.
  yield { body: { type: `${name}.done`, ...at, ...args }, produced: { text: 1 } };
}

/** An item as it is announced: nothing in it yet. */
function unfinished(item: OutputItem): object {
  if (item.type === "reasoning") return { ...item, summary: [] };
  if (item.type === "message") return { ...item, status: "in_progress", content: [] };
  if (item.type === "function_call") return { ...item, status: "in_progress", arguments: "" };
  return { ...item, status: "in_progress" };
}
