import { request } from "undici";
import { z } from "zod";
import type { Discovered } from "../../lib/protocol/channel.ts";
import { Count } from "../../lib/protocol/scalars.ts";
import { apiRoot } from "./local-url.ts";

type Server = NonNullable<Discovered["server"]>;
type Found = { server: Server; models: Discovered["models"] };

const timeoutMs = 3000;

/** What makes no sense is not known: the console takes nothing else. */
const Length = Count.nullish().catch(null);
const Tags = z.object({ models: z.array(z.object({ name: z.string() })) });
const Ps = z.object({ models: z.array(z.object({ name: z.string(), context_length: Length })) });
const Props = z.object({ default_generation_settings: z.object({ n_ctx: Length }).optional() });
const OpenAiModels = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: Length,
      meta: z.object({ n_ctx: Length, n_ctx_train: Length }).nullish(),
    }),
  ),
});

/**
 * What a model server on the local network is and serves, null when nobody answers. Ollama ("List Local Models", "List
 * Running Models"), llama.cpp server ("GET /props"), vLLM ("GET /version"), else whatever answers OpenAI's list.
 */
export async function findModels(baseUrl: string, key: string): Promise<Found | null> {
  const root = apiRoot(baseUrl);
  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T | null> => {
    try {
      const headers = key === "" ? {} : { authorization: `Bearer ${key}` };
      const response = await request(`${root}${path}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.body.text();
      return response.statusCode === 200 ? (schema.safeParse(JSON.parse(text)).data ?? null) : null;
    } catch {
      return null;
    }
  };
  const tags = await get("/api/tags", Tags);
  if (tags) return { server: "ollama", models: ofOllama(tags, await get("/api/ps", Ps)) };
  const listed = await get("/v1/models", OpenAiModels);
  if (!listed) return null;
  const props = await get("/props", Props);
  if (props) return { server: "llama.cpp", models: ofOpenAi(listed, props.default_generation_settings?.n_ctx ?? null) };
  const isVllm = (await get("/version", z.object({ version: z.string() }))) !== null;
  return { server: isVllm ? "vllm" : "other", models: ofOpenAi(listed, null) };
}

function ofOllama(tags: z.infer<typeof Tags>, running: z.infer<typeof Ps> | null): Discovered["models"] {
  const loaded = new Map(running?.models.map((model) => [model.name, model.context_length ?? null]));
  return tags.models
    .map(({ name }) => ({ id: name, contextTokens: loaded.get(name) ?? null, isLoaded: loaded.has(name) }))
    .filter(isNameable)
    .slice(0, mostModels);
}

function ofOpenAi({ data }: z.infer<typeof OpenAiModels>, contextTokens: number | null): Discovered["models"] {
  return data
    .map(({ id, max_model_len: most, meta }) => ({
      id,
      contextTokens: contextTokens ?? most ?? meta?.n_ctx ?? meta?.n_ctx_train ?? null,
      isLoaded: true,
    }))
    .filter(isNameable)
    .slice(0, mostModels);
}

const mostModels = 100;

function isNameable({ id }: { id: string }): boolean {
  return id.length >= 1 && id.length <= 128;
}
