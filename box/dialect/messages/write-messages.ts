import { portableCallId } from "../call-id.ts";
import type { JsonObject } from "../dialect.ts";
import { objectIn } from "../exact-json.ts";
import type { AssistantPart, Turn, UserPart } from "../neutral/request.ts";
import { checkImageType } from "../target-limits.ts";
import { Untranslatable } from "../untranslatable.ts";

type Message = { role: "user" | "assistant" | "system"; content: JsonObject[] };

/**
 * The conversation after its leading instructions. Results of tools and the user's words after them become one message,
 * because all results must follow their calls at once ("Handle tool calls"). Later instructions stay where they are
 * ("Mid-conversation system messages"), which is possible after a user's turn only.
 */
export function writeMessages(turns: readonly Turn[]): Message[] {
  const messages: Message[] = [];
  for (const turn of turns) {
    const last = messages.at(-1);
    const message = writeTurn(turn, last);
    if (last && message.role === "user" && last.role === "user") last.content.push(...message.content);
    else messages.push(message);
  }
  return messages;
}

function writeTurn(turn: Turn, last: Message | undefined): Message {
  switch (turn.role) {
    case "system":
      if (last?.role !== "user") {
        throw new Untranslatable(
          turn.at,
          `\`${turn.at}\`: Anthropic's API takes instructions at the beginning or right after a user's message.`,
        );
      }
      return { role: "system", content: turn.texts.map((text) => ({ type: "text", text })) };
    case "user":
      return { role: "user", content: turn.parts.map((part) => writePart(part, turn.at)) };
    case "assistant":
      return { role: "assistant", content: turn.parts.map(writeAssistantPart) };
    case "tool": {
      const content = turn.parts.map((part) => writePart(part, turn.at));
      const result = {
        type: "tool_result",
        tool_use_id: portableCallId(turn.callId),
        // Empty text is refused; a result without content is not.
        ...(content.some((block) => block.text !== "") ? { content } : {}),
        ...(turn.isError ? { is_error: true } : {}),
      };
      return { role: "user", content: [result] };
    }
  }
}

function writeAssistantPart(part: AssistantPart): JsonObject {
  if (part.type === "text") return { type: "text", text: part.text };
  return { type: "tool_use", id: portableCallId(part.id), name: part.name, input: objectIn(part.argsJson) ?? {} };
}

function writePart(part: UserPart, at: string): JsonObject {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image": {
      const { source } = part;
      if (source.kind === "url") return { type: "image", source: { type: "url", url: source.url } };
      checkImageType(source.mimeType, "messages", at);
      return { type: "image", source: { type: "base64", media_type: source.mimeType, data: source.data } };
    }
    case "file":
      return {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: part.data },
        title: part.name,
      };
    case "audio":
      throw new Untranslatable(at, `\`${at}\`: Anthropic's API takes no audio.`);
  }
}
