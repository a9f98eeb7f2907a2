import type { JsonObject } from "../dialect.ts";
import { objectIn } from "../exact-json.ts";
import { callNames } from "../neutral/call-names.ts";
import type { Turn, TurnOf, UserPart } from "../neutral/request.ts";
import { checkImageType } from "../target-limits.ts";
import { Untranslatable } from "../untranslatable.ts";
import { callSignature } from "./thinking-config.ts";

type Content = { role: "user" | "model"; parts: JsonObject[] };

/**
 * The conversation after its leading instructions (Gemini API reference, "Content"). Calls and results are matched by
 * name and order, so the results of one answer's calls stand in one content, in the order of the calls.
 */
export function writeContents(turns: readonly Turn[], model: string): Content[] {
  const names = callNames(turns);
  const signature = callSignature(model);
  const contents: Content[] = [];
  let calls: string[] = [];
  let results: TurnOf<"tool">[] = [];
  const flush = () => {
    if (results.length === 0) return;
    const ordered = results.toSorted((a, b) => calls.indexOf(a.callId) - calls.indexOf(b.callId));
    contents.push({ role: "user", parts: ordered.map((turn) => writeResult(turn, names)) });
    results = [];
  };
  for (const turn of turns) {
    if (turn.role === "tool") {
      results.push(turn);
      continue;
    }
    flush();
    if (turn.role === "system") {
      throw new Untranslatable(turn.at, `\`${turn.at}\`: Gemini takes instructions at the beginning only.`);
    }
    if (turn.role === "user") {
      contents.push({ role: "user", parts: turn.parts.map((part) => writePart(part, turn.at)) });
      continue;
    }
    calls = turn.parts.flatMap((part) => (part.type === "call" ? [part.id] : []));
    contents.push({ role: "model", parts: writeAnswer(turn, signature) });
  }
  flush();
  return contents;
}

/** Of several calls in one answer only the first carries a signature. */
function writeAnswer({ parts }: TurnOf<"assistant">, signature: string | null): JsonObject[] {
  const first = parts.find((part) => part.type === "call");
  return parts.map((part) => {
    if (part.type === "text") return { text: part.text };
    const functionCall = { name: part.name, args: objectIn(part.argsJson) ?? {} };
    return part === first && signature !== null ? { functionCall, thoughtSignature: signature } : { functionCall };
  });
}

/** `output` and `error` are the keys that FunctionResponse names for them. */
function writeResult({ at, callId, parts, isError }: TurnOf<"tool">, names: ReadonlyMap<string, string>): JsonObject {
  const texts = parts.map((part) => {
    if (part.type === "text") return part.text;
    throw new Untranslatable(at, `\`${at}\`: Gemini takes only text as a tool's result, no part of type ${part.type}.`);
  });
  const said = texts.join("\n");
  return { functionResponse: { name: names.get(callId), response: isError ? { error: said } : { output: said } } };
}

function writePart(part: UserPart, at: string): JsonObject {
  switch (part.type) {
    case "text":
      return { text: part.text };
    case "image": {
      const { source } = part;
      if (source.kind === "url") {
        throw new Untranslatable(at, `\`${at}\`: Gemini does not fetch images; send the image itself as base64.`);
      }
      checkImageType(source.mimeType, "gemini", at);
      return { inlineData: { mimeType: source.mimeType, data: source.data } };
    }
    // A file's name is a label there only (`displayName`), and not one of this API.
    case "file":
      return { inlineData: { mimeType: "application/pdf", data: part.data } };
    case "audio":
      return { inlineData: { mimeType: part.mimeType, data: part.data } };
  }
}
