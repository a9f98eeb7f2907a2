import { createHash } from "node:crypto";
import { z } from "zod";
import { type Dialect, type Endpoint, type Exchange, sendJson } from "../exchange.ts";
import { parseJson } from "../parse-json.ts";

const sizeBytes = 4_683_087_332;
const modifiedAt = "2026-01-01T00:00:00Z";
const details = {
  parent_model: "",
  format: "gguf",
  family: "practice",
  families: ["practice"],
  parameter_size: "8.0B",
  quantization_level: "Q4_K_M",
};

/** Ollama's own API beside OpenAI's. Source: docs.ollama.com, "List models", "List running models", "Show model". */
export function ollamaEndpoints(dialect: Dialect): Endpoint[] {
  const get = (pattern: RegExp, run: Endpoint["run"]): Endpoint => ({ method: "GET", pattern, dialect, run });
  return [
    get(
      /^\/$/,
      ({ response }) => void response.writeHead(200, { "content-type": "text/plain" }).end("Ollama is running"),
    ),
    get(/^\/api\/version$/, ({ response }) => sendJson(response, 200, { version: "0.99.0-practice" })),
    get(/^\/api\/tags$/, ({ response, world }) => sendJson(response, 200, { models: world.models.ids.map(installed) })),
    get(/^\/api\/ps$/, listRunning),
    get(/^\/v1\/models$/, listModels),
    { method: "POST", pattern: /^\/api\/show$/, dialect, run: show },
  ];
}

function installed(name: string) {
  const digest = createHash("sha256").update(name).digest("hex");
  return { name, model: name, modified_at: modifiedAt, size: sizeBytes, digest, details };
}

/** Only the first model is loaded. */
function listRunning({ response, world }: Exchange): void {
  const [name] = world.models.ids;
  const loaded = { expires_at: "2099-01-01T00:00:00Z", size_vram: 0, context_length: world.contextTokens };
  sendJson(response, 200, { models: name === undefined ? [] : [{ ...installed(name), ...loaded }] });
}

function listModels({ response, world }: Exchange): void {
  const data = world.models.ids.map((id) => ({ id, object: "model", created: 1_767_225_600, owned_by: "library" }));
  sendJson(response, 200, { object: "list", data });
}

function show({ body, response, world }: Exchange): void {
  const { model } = parseJson(z.looseObject({ model: z.string() }), body);
  world.models.require(model);
  const info = { "general.architecture": "practice", "practice.context_length": 131_072 };
  const capabilities = ["completion", "tools", "vision", ...(model.endsWith("-reasoner") ? ["thinking"] : [])];
  const parameters = `num_ctx ${world.contextTokens}`;
  sendJson(response, 200, { modified_at: modifiedAt, parameters, details, model_info: info, capabilities });
}
