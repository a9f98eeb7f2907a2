import type { IncomingMessage } from "node:http";
import { type Dialect, header, type Problem, retryHeaders } from "../exchange.ts";
import type { Fault } from "../fault.ts";
import { ContextTooLong } from "../open-call.ts";
import { openAiError } from "../openai/dialect.ts";
import type { Persona } from "../world.ts";

export type LocalPersona = Exclude<Persona, "cloud">;

const dialects: Record<LocalPersona, Dialect> = {
  ollama: dialectWith((fault) => ({
    ...openAiError(fault),
    type: fault.status === 404 ? "not_found_error" : "api_error",
  })),
  llamacpp: dialectWith(llamaCppError),
  vllm: dialectWith((fault) => ({ ...openAiError(fault), type: vllmType(fault), code: fault.status })),
};

/** OpenAI's API as a local server has it: no key needed, and errors of its own. */
export function localDialect(persona: LocalPersona): Dialect {
  return dialects[persona];
}

function dialectWith(errorOf: (fault: Fault) => object): Dialect {
  return {
    keyOf: localKey,
    problem: (fault): Problem => {
      return { status: fault.status, headers: retryHeaders(fault), body: { error: errorOf(fault) } };
    },
    headers: () => ({}),
  };
}

function localKey(request: IncomingMessage): string {
  return /^Bearer (\S+)$/i.exec(header(request, "authorization"))?.[1] ?? "local";
}

/** Source: llama.cpp, tools/server/README.md. */
function llamaCppError(fault: Fault): object {
  if (fault instanceof ContextTooLong) {
    const message = `request (${fault.tokens} tokens) exceeds the available context size (${fault.most} tokens)`;
    const sizes = { n_prompt_tokens: fault.tokens, n_ctx: fault.most };
    return { code: 400, message, type: "exceed_context_size_error", ...sizes };
  }
  const types: Record<number, string> = {
    404: "not_found_error",
    503: "unavailable_error",
    401: "authentication_error",
  };
  const usual = fault.status >= 500 ? "server_error" : "invalid_request_error";
  return { code: fault.status, message: fault.message, type: types[fault.status] ?? usual };
}

function vllmType({ status }: Fault): string {
  if (status === 404) return "NotFoundError";
  return status >= 500 ? "InternalServerError" : "BadRequestError";
}
