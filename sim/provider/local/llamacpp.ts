import { type Dialect, type Endpoint, type Exchange, sendJson } from "../exchange.ts";

const created = 1_767_225_600;
const trainedContextTokens = 131_072;

/** llama.cpp's server: one model, loaded at start. Source: llama.cpp, tools/server/README.md. */
export function llamaCppEndpoints(dialect: Dialect): Endpoint[] {
  const get = (pattern: RegExp, run: Endpoint["run"]): Endpoint => ({ method: "GET", pattern, dialect, run });
  return [
    get(/^\/(v1\/)?health$/, ({ response }) => sendJson(response, 200, { status: "ok" })),
    get(/^\/props$/, showProps),
    get(/^\/slots$/, ({ response, world }) =>
      sendJson(response, 200, [{ id: 0, id_task: -1, n_ctx: world.contextTokens, is_processing: false }]),
    ),
    get(/^\/(?:v1\/)?models$/, listModels),
  ];
}

function showProps({ response, world }: Exchange): void {
  const [alias] = world.models.ids;
  sendJson(response, 200, {
    default_generation_settings: { id: 0, id_task: -1, n_ctx: world.contextTokens, params: { temperature: 0.8 } },
    total_slots: 1,
    model_alias: alias,
    model_path: `/models/${alias}.gguf`,
    modalities: { vision: false, audio: false },
    chat_template: "",
    build_info: "b9999-practice",
    is_sleeping: false,
  });
}

function listModels({ response, world }: Exchange): void {
  const meta = {
    vocab_type: 2,
    n_vocab: 128_256,
    n_ctx: world.contextTokens,
    n_ctx_train: trainedContextTokens,
    n_embd: 4096,
    n_params: 8_030_261_312,
    size: 4_912_898_304,
  };
  const data = world.models.ids.map((id) => ({ id, object: "model", created, owned_by: "llamacpp", meta }));
  sendJson(response, 200, { object: "list", data });
}
