import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import type { SseEvent } from "../dialect.ts";

function streaming(events: readonly SseEvent[]): typeof fetch {
  const text = events
    .map(({ event, data }) => `${event === undefined ? "" : `event: ${event}\n`}data: ${data}\n\n`)
    .join("");
  return () => Promise.resolve(new Response(text, { headers: { "content-type": "text/event-stream" } }));
}

/** What OpenAI's own client makes of the events of a stream. */
export async function openAiAnswer(events: readonly SseEvent[]): Promise<unknown> {
  const client = new OpenAI({ apiKey: "k", maxRetries: 0, fetch: streaming(events) });
  return await client.chat.completions.stream({ model: "m", messages: [] }).finalChatCompletion();
}

/** What Anthropic's own client makes of the events of a stream. */
export async function anthropicAnswer(events: readonly SseEvent[]): Promise<unknown> {
  const client = new Anthropic({ apiKey: "k", maxRetries: 0, fetch: streaming(events) });
  return await client.messages.stream({ model: "m", max_tokens: 1, messages: [] }).finalMessage();
}
