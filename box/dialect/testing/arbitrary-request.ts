import fc from "fast-check";
import type { AssistantPart, ImagePart, NeutralRequest, Tool, Turn, UserPart } from "../neutral/request.ts";

const base64 = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("base64"));
const words = fc.string({ minLength: 1, maxLength: 12 });
const text = words.map((said): UserPart & AssistantPart => ({ type: "text", text: said }));

const image: fc.Arbitrary<UserPart> = fc
  .oneof<fc.Arbitrary<ImagePart["source"]>[]>(
    fc.record({
      kind: fc.constant("inline" as const),
      mimeType: fc.constantFrom("image/png", "image/jpeg", "image/webp"),
      data: base64,
    }),
    fc.webUrl().map((url) => ({ kind: "url" as const, url })),
  )
  .map((source) => ({ type: "image", source }));
const inlineImage = image.filter((part) => part.type === "image" && part.source.kind === "inline");
const file: fc.Arbitrary<UserPart> = fc.record({ type: fc.constant("file" as const), data: base64, name: words });
const audio: fc.Arbitrary<UserPart> = fc.record({
  type: fc.constant("audio" as const),
  mimeType: fc.constantFrom("audio/wav" as const, "audio/mp3" as const),
  data: base64,
});

const toolName = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,12}$/);
const tool: fc.Arbitrary<Tool> = fc.record({
  at: fc.constant(""),
  name: toolName,
  description: fc.option(words),
  schema: fc.record({ type: fc.constant("object"), properties: fc.dictionary(toolName, fc.jsonValue()) }),
  isStrict: fc.boolean(),
});

type Kinds = { userParts: fc.Arbitrary<UserPart>; resultParts: fc.Arbitrary<UserPart>; hasErrors: boolean };

/** A user's words, and the assistant's answer to them with the results of its calls. */
function exchange(kinds: Kinds): fc.Arbitrary<Turn[]> {
  const call = fc.record({ name: toolName, args: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }) });
  return fc
    .record({
      asked: fc.array(kinds.userParts, { minLength: 1, maxLength: 3 }),
      said: fc.array(text, { maxLength: 2 }),
      calls: fc.array(call, { maxLength: 3 }),
      results: fc.array(fc.tuple(kinds.resultParts, fc.boolean()), { minLength: 3, maxLength: 3 }),
    })
    .map(({ asked, said, calls, results }) => {
      const parts = calls.map(({ name, args }): AssistantPart => {
        return { type: "call", id: "", name, argsJson: JSON.stringify(args) };
      });
      const answer = [...said, ...parts];
      const turns: Turn[] = [{ at: "", role: "user", parts: asked }];
      if (answer.length === 0) return turns.concat({ at: "", role: "assistant", parts: [{ type: "text", text: "…" }] });
      turns.push({ at: "", role: "assistant", parts: answer });
      for (const index of calls.keys()) {
        const [part, isError] = results[index] ?? [];
        if (!part) continue;
        turns.push({ at: "", role: "tool", callId: "", parts: [part], isError: kinds.hasErrors && isError === true });
      }
      return turns;
    });
}

/** Calls are numbered through, and their results after them in the same order. */
function numbered(turns: Turn[]): Turn[] {
  let calls = 0;
  let results = 0;
  return turns.map((turn) => {
    if (turn.role === "tool") return { ...turn, callId: `call_${results++}` };
    if (turn.role !== "assistant") return turn;
    const parts = turn.parts.map((part) => (part.type === "call" ? { ...part, id: `call_${calls++}` } : part));
    return { ...turn, parts };
  });
}

function conversation(kinds: Kinds): fc.Arbitrary<Turn[]> {
  const system = fc
    .array(words, { minLength: 1, maxLength: 2 })
    .map((texts): Turn => ({ at: "", role: "system", texts }));
  const last = fc.array(kinds.userParts, { minLength: 1, maxLength: 2 });
  return fc
    .tuple(fc.option(system), fc.array(exchange(kinds), { maxLength: 3 }), last)
    .map(([first, exchanges, parts]) =>
      numbered([...(first ? [first] : []), ...exchanges.flat(), { at: "", role: "user", parts }]),
    );
}

const rate = (max: number) =>
  fc.option(fc.double({ min: 0, max, noNaN: true }).map((value) => (value === 0 ? 0 : value)));
const efforts = ["low", "medium", "high", "xhigh", "max"] as const;
const effort = fc.constantFrom(...efforts).map((value) => ({ kind: "effort" as const, effort: value }));
const off = fc.constant({ kind: "off" as const });
const schemaFormat = fc
  .record({ type: fc.constant("object"), title: words })
  .map((schema) => ({ kind: "schema" as const, schema }));

const everywhere = {
  tools: fc.uniqueArray(tool, { maxLength: 3, selector: (one) => one.name }),
  temperature: rate(1),
  topP: rate(1),
  stop: fc.array(words, { maxLength: 4 }),
  endUser: fc.option(words),
  isStream: fc.boolean(),
  maxOutputTokens: fc.integer({ min: 1, max: 1e6 }),
};
const nowhere = { topK: null, seed: null, frequencyPenalty: null, presencePenalty: null, choices: 1 };

/** The choice and the number of calls mean something only beside tools. */
function consistent(request: Omit<NeutralRequest, "toolChoice"> & { mode: "auto" | "none" | "required" | "named" }) {
  const { mode, ...rest } = request;
  const [first] = rest.tools;
  if (!first) return { ...rest, isParallel: true, toolChoice: { mode: "auto" as const } };
  const isParallel = rest.isParallel || mode === "none";
  if (mode === "named") return { ...rest, isParallel, toolChoice: { mode, name: first.name } };
  return { ...rest, isParallel, toolChoice: { mode } };
}
const modes = fc.constantFrom<"auto" | "none" | "required" | "named">("auto", "none", "required", "named");

/** What a Chat Completions request can say. */
export const requestInChat: fc.Arbitrary<NeutralRequest> = fc
  .record({
    ...everywhere,
    surface: fc.constant("chat" as const),
    turns: conversation({ userParts: fc.oneof(text, image, file, audio), resultParts: text, hasErrors: false }),
    mode: modes,
    isParallel: fc.boolean(),
    format: fc.option(fc.oneof(fc.constant({ kind: "json" as const }), schemaFormat)),
    topK: fc.constant(null),
    temperature: rate(2),
    seed: fc.option(fc.integer()),
    frequencyPenalty: rate(2),
    presencePenalty: rate(2),
    choices: fc.integer({ min: 1, max: 4 }),
    reasoning: fc.option(fc.oneof(effort, off)),
  })
  .map(consistent);

/** What a Messages request can say. */
export const requestInMessages: fc.Arbitrary<NeutralRequest> = fc
  .record({
    ...everywhere,
    surface: fc.constant("messages" as const),
    turns: conversation({
      userParts: fc.oneof(text, image, file),
      resultParts: fc.oneof(text, image),
      hasErrors: true,
    }),
    mode: modes,
    isParallel: fc.boolean(),
    format: fc.option(schemaFormat),
    topK: fc.option(fc.integer({ min: 1, max: 99 })),
    reasoning: fc.option(
      fc.oneof(
        effort,
        off,
        fc.integer({ min: 1024, max: 9999 }).map((tokens) => ({ kind: "budget" as const, tokens })),
      ),
    ),
  })
  .map((request) => consistent({ ...nowhere, ...request }));

/** What Gemini can be asked from either surface. */
export const requestForGemini: fc.Arbitrary<NeutralRequest> = fc
  .record({
    ...everywhere,
    surface: fc.constantFrom("chat" as const, "messages" as const),
    turns: conversation({ userParts: fc.oneof(text, inlineImage, file, audio), resultParts: text, hasErrors: true }),
    mode: modes,
    isParallel: fc.constant(true),
    format: fc.option(schemaFormat),
    reasoning: fc.constant(null),
  })
  .map((request) => consistent({ ...nowhere, ...request }));
