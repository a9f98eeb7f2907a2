import fc from "fast-check";
import { expect, test } from "vitest";
import { readChatRequest } from "./chat/read-request.ts";
import { writeChatRequest } from "./chat/write-request.ts";
import type { JsonObject } from "./dialect.ts";
import { isObject } from "./exact-json.ts";
import { writeGeminiRequest } from "./gemini/write-request.ts";
import { readMessagesRequest } from "./messages/read-request.ts";
import { writeMessagesRequest } from "./messages/write-request.ts";
import type { NeutralRequest } from "./neutral/request.ts";
import { requestForGemini, requestInChat, requestInMessages } from "./testing/arbitrary-request.ts";

const options = { model: "target-model", maxOutputTokens: null };

/** Where things stood is of no account, and JSON text only by its value. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning);
  // JSON knows no negative zero.
  if (value === 0) return 0;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "at")
      .map(([key, inner]) => [
        key,
        key === "argsJson" && typeof inner === "string" ? JSON.parse(inner) : meaning(inner),
      ]),
  );
}

/** As it arrives: through JSON. */
function sent(body: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(body));
}

test("what is written as Chat Completions is read back with the same meaning", () => {
  fc.assert(
    fc.property(requestInChat, (request) => {
      expect(meaning(readChatRequest(sent(writeChatRequest(request, options))))).toEqual(meaning(request));
    }),
  );
});

test("what is written as Messages is read back with the same meaning", () => {
  fc.assert(
    fc.property(requestInMessages, (request) => {
      expect(meaning(readMessagesRequest(sent(writeMessagesRequest(request, options))))).toEqual(meaning(request));
    }),
  );
});

test("Messages bodies alternate as Anthropic demands: results follow their calls at once, in one message", () => {
  fc.assert(
    fc.property(requestInMessages, (request) => {
      const { messages } = writeMessagesRequest(request, options) as {
        // The writer's own shape, which the round trip proves.
        messages: { role: string; content: { type: string; id?: string; tool_use_id?: string }[] }[];
      };
      for (const [index, { role, content }] of messages.entries()) {
        expect(role).not.toBe(messages[index - 1]?.role);
        const calls = content.filter((block) => block.type === "tool_use").map((block) => block.id);
        const next = messages[index + 1]?.content ?? [];
        expect(next.slice(0, calls.length).map((block) => block.tool_use_id)).toEqual(
          calls.length > 0 ? calls : next.slice(0, 0),
        );
      }
    }),
  );
});

type Content = { role: string; parts: Record<string, { name?: string } | string | undefined>[] };

test("Gemini bodies keep every word, and each call's result by name in the content after it", () => {
  fc.assert(
    fc.property(requestForGemini, (request) => {
      const body = writeGeminiRequest(request, { ...options, model: "gemini-3-flash" });
      // The writer's own shape; what follows checks it.
      const contents = body.contents as Content[];
      for (const [index, { role, parts }] of contents.entries()) {
        const calls = parts.filter((part) => part.functionCall);
        const results = contents[index + 1]?.parts.filter((part) => part.functionResponse) ?? [];
        if (role !== "model") continue;
        const nameOf = (one: unknown) => (isObject(one) ? one.name : null);
        expect(results.map((part) => nameOf(part.functionResponse))).toEqual(
          calls.map((part) => nameOf(part.functionCall)),
        );
        expect(calls.map((part) => part.thoughtSignature !== undefined)).toEqual(calls.map((_, at) => at === 0));
      }
      const written = JSON.stringify(body);
      for (const word of wordsIn(request)) expect(written).toContain(JSON.stringify(word).slice(1, -1));
      expect(contents.every(({ parts }) => parts.length > 0)).toBe(true);
    }),
  );
});

function wordsIn({ turns, tools }: NeutralRequest): string[] {
  const said = turns.flatMap((turn) => {
    if (turn.role === "system") return turn.texts;
    return turn.parts.flatMap((part) => ("text" in part ? [part.text] : "data" in part ? [part.data] : []));
  });
  return [
    ...said,
    ...tools.flatMap((tool) => (tool.description === null ? [tool.name] : [tool.name, tool.description])),
  ];
}

test("the box's limit lowers the caller's and sets a missing one, and goes where that server looks for it", () => {
  const body = { messages: [{ role: "user", content: "hi" }], max_tokens: 500 };
  const limits = (maxOutputTokens: number | null) => {
    const request = readChatRequest(body);
    return [
      writeMessagesRequest(request, { model: "m", maxOutputTokens }).max_tokens,
      writeChatRequest(request, { model: "m", maxOutputTokens }).max_completion_tokens,
      writeChatRequest(request, { model: "m", maxOutputTokens, limitField: "max_tokens" }).max_tokens,
    ];
  };
  expect([limits(null), limits(100), limits(900)]).toEqual([
    [500, 500, 500],
    [100, 100, 100],
    [500, 500, 500],
  ]);
  const { max_tokens: _, ...unlimited } = body;
  expect(writeMessagesRequest(readChatRequest(unlimited), { model: "m", maxOutputTokens: 7 }).max_tokens).toBe(7);
});
