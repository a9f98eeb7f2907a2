import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import type { LoadedModel } from "./llama.ts";
import { Turns } from "./turns.ts";

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z
    .array(z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(Part)]).nullish() }))
    .min(1),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.int().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
type ChatRequest = z.infer<typeof ChatRequest>;

class BadRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Options = { model: LoadedModel; name: string; contextTokens: number };
type Answer = { text: string; finish: "stop" | "length"; promptTokens: number; completionTokens: number };

const created = 1_767_225_600;
const usualTokens = 64;
const mostBodyBytes = 1_000_000;

/** A loaded model behind OpenAI's chat completions (also streamed) and models; no key. Not listening yet. */
export function createLocalServer(options: Options): Server {
  const turns = new Turns();
  return createServer((request, response) => {
    route(request, response, options, turns).catch((error: unknown) => {
      const status = error instanceof BadRequest ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) return void response.destroy();
      sendJson(response, status, { error: { message, type: "invalid_request_error", param: null, code: null } });
    });
  });
}

async function route(request: IncomingMessage, response: ServerResponse, options: Options, turns: Turns) {
  const call = `${request.method} ${request.url?.split("?")[0]}`;
  const { name, contextTokens } = options;
  if (call === "GET /health") return sendJson(response, 200, { status: "ok" });
  if (call === "GET /v1/models") {
    const model = { id: name, object: "model", created, owned_by: "local", meta: { n_ctx_train: contextTokens } };
    return sendJson(response, 200, { object: "list", data: [model] });
  }
  if (call !== "POST /v1/chat/completions") throw new BadRequest(404, `Invalid URL (${call})`);
  const body = await readRequest(request);
  if (body.model !== name) throw new BadRequest(404, `The model '${body.model}' does not exist; this is ${name}.`);
  await turns.run(() => (body.stream === true ? stream(response, body, options) : whole(response, body, options)));
}

async function whole(response: ServerResponse, body: ChatRequest, options: Options): Promise<void> {
  const answer = await generate(body, options, async () => !response.destroyed);
  const message = { role: "assistant", content: answer.text, refusal: null };
  sendJson(response, 200, {
    ...head(options, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finish }],
    usage: usageOf(answer),
  });
}

async function stream(response: ServerResponse, body: ChatRequest, options: Options): Promise<void> {
  checkPrompt(body, options);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  const send = (choices: object[], more: object = {}) => {
    const chunk = { ...head(options, "chat.completion.chunk"), choices, ...more };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    return !response.destroyed;
  };
  const delta = (part: object, finish: string | null = null) => [{ index: 0, delta: part, finish_reason: finish }];
  send(delta({ role: "assistant", content: "" }));
  const answer = await generate(body, options, async (text) => send(delta({ content: text })));
  send(delta({}, answer.finish));
  if (body.stream_options?.include_usage === true) send([], { usage: usageOf(answer) });
  response.end("data: [DONE]\n\n");
}

/** Stops when `emit` says that nobody listens any more. */
async function generate(
  body: ChatRequest,
  options: Options,
  emit: (text: string) => Promise<boolean>,
): Promise<Answer> {
  const { prompt, promptTokens } = checkPrompt(body, options);
  const room = options.contextTokens - promptTokens;
  const maxTokens = Math.min(body.max_completion_tokens ?? body.max_tokens ?? usualTokens, room);
  const settings = { temperature: body.temperature ?? 0.8, seed: body.seed ?? 1, maxTokens };
  let text = "";
  let completionTokens = 0;
  for await (const piece of options.model.generate(prompt, settings)) {
    const shown = text === "" ? piece.trimStart() : piece;
    text += shown;
    completionTokens++;
    if (!(await emit(shown))) break;
  }
  return { text, finish: completionTokens >= maxTokens ? "length" : "stop", promptTokens, completionTokens };
}

function checkPrompt({ messages }: ChatRequest, { model, contextTokens }: Options) {
  const texts = messages.map(({ content }) =>
    typeof content === "string" ? content : (content ?? []).map((part) => part.text ?? "").join("\n"),
  );
  const prompt = texts.join("\n");
  const promptTokens = model.countTokens(prompt);
  if (promptTokens >= contextTokens) {
    throw new BadRequest(400, `The prompt has ${promptTokens} tokens; the context of this model is ${contextTokens}.`);
  }
  return { prompt, promptTokens };
}

function head({ name }: Options, object: string) {
  return { id: "chatcmpl-local", object, created, model: name };
}

function usageOf({ promptTokens, completionTokens }: Answer) {
  const total = promptTokens + completionTokens;
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: total };
}

async function readRequest(request: IncomingMessage): Promise<ChatRequest> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    // Read to its end all the same: a caller that is still sending does not read an answer.
    if (bytes <= mostBodyBytes) parts.push(part);
  }
  if (bytes > mostBodyBytes) throw new BadRequest(413, "The request is larger than 1 MB.");
  try {
    return ChatRequest.parse(JSON.parse(Buffer.concat(parts).toString()));
  } catch {
    throw new BadRequest(400, "The request is not a chat completion's.");
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
