import type { Answer, Writer } from "../generate.ts";
import { chatEvents, chatWriter, wholeChat } from "../openai/chat-writer.ts";
import type { StreamEvent } from "../send.ts";
import { filterResults, promptFilterResults } from "./content-filter.ts";

type Chunk = { choices: { delta?: { content?: unknown }; finish_reason: string | null }[] };

/** Azure's chat: OpenAI's, with what the content filter found. Source: learn.microsoft.com, "Content streaming". */
export function azureChatWriter(hasUsageChunk: boolean): Writer {
  return {
    ...chatWriter({ hasUsageChunk }),
    surface: "azure.chat",
    promptFilter: "error",
    whole: (answer) => {
      const body = wholeChat(answer);
      const choices = body.choices.map((choice) => ({ ...choice, content_filter_results: resultsOf(choice) }));
      return { ...body, choices, prompt_filter_results: promptFilterResults() };
    },
    events: (answer) => azureEvents(answer, hasUsageChunk && !answer.directives.noUsage),
  };
}

function* azureEvents(answer: Answer, hasUsage: boolean): Iterable<StreamEvent> {
  const first = {
    id: "",
    object: "",
    created: 0,
    model: "",
    choices: [],
    prompt_filter_results: promptFilterResults(),
  };
  yield { data: first };
  for (const event of chatEvents(answer, hasUsage)) {
    if (event.data === "[DONE]") {
      yield event;
      continue;
    }
    // chatEvents makes chunks only, besides [DONE].
    const chunk = event.data as Chunk;
    const choices = chunk.choices.map((choice) => ({
      ...choice,
      content_filter_results:
        choice.delta?.content || choice.finish_reason === "content_filter" ? resultsOf(choice) : {},
    }));
    yield { ...event, data: { ...chunk, choices } };
  }
}

function resultsOf({ finish_reason }: { finish_reason: string | null }) {
  return filterResults(finish_reason === "content_filter" ? "violence" : null);
}
