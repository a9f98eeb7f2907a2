import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { begin, countBigrams, end, lessons } from "./bigrams.ts";
import { type MetaValue, type Tensor, writeGguf } from "./gguf.ts";

export const modelName = "kaihe-tiny-test";
export const contextTokens = 2048;

const feedForward = 32;
const heads = 4;
const space = "\u2581";
/** Kinds of tokens in llama.cpp's vocabulary. */
const kinds = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

type Token = { text: string; kind: number /** What it is in the lessons; null for bytes. */; word: string | null };

/** `<unk>`, begin, end, every byte (so that any prompt can be read), then whole words. */
function vocabulary(words: readonly string[]): Token[] {
  const byte = (value: number): Token => {
    const hex = value.toString(16).toUpperCase().padStart(2, "0");
    return { text: `<0x${hex}>`, kind: kinds.byte, word: null };
  };
  return [
    { text: "<unk>", kind: kinds.unknown, word: null },
    { text: begin, kind: kinds.control, word: begin },
    { text: end, kind: kinds.control, word: end },
    ...Array.from({ length: 256 }, (_, value) => byte(value)),
    ...words.map((word) => ({ text: `${space}${word}`, kind: kinds.normal, word })),
  ];
}

/**
 * A model of the llama architecture whose weights are the word pairs of the lessons. Each word has a dimension of its
 * own; attention and feed-forward are zero, so the last token reaches the output as it is (times √d from the norm), and
 * the output matrix turns it into the logarithms of what followed in the lessons.
 */
export function buildModel(): Buffer {
  const { words, logProbability } = countBigrams(lessons);
  const tokens = vocabulary(words);
  const known = tokens.flatMap(({ word }, id) => (word === null ? [] : [{ word, id }]));
  // The heads share the width evenly, and llama.cpp rotates pairs.
  const width = Math.ceil(known.length / (2 * heads)) * 2 * heads;
  const embedding = new Float32Array(tokens.length * width);
  const output = new Float32Array(tokens.length * width).fill(-2 * Math.sqrt(width));
  for (const [dimension, { word, id }] of known.entries()) {
    embedding[id * width + dimension] = 1;
    for (const next of known) {
      output[next.id * width + dimension] = logProbability(word, next.word) / Math.sqrt(width);
    }
  }
  const zeros = (name: string, ...shape: number[]): Tensor => {
    return { name, shape, data: new Float32Array(shape.reduce((product, size) => product * size, 1)) };
  };
  const ones = (name: string): Tensor => ({ name, shape: [width], data: new Float32Array(width).fill(1) });
  return writeGguf(metadata(tokens, width), [
    { name: "token_embd.weight", shape: [width, tokens.length], data: embedding },
    ones("blk.0.attn_norm.weight"),
    zeros("blk.0.attn_q.weight", width, width),
    zeros("blk.0.attn_k.weight", width, width),
    zeros("blk.0.attn_v.weight", width, width),
    zeros("blk.0.attn_output.weight", width, width),
    ones("blk.0.ffn_norm.weight"),
    zeros("blk.0.ffn_gate.weight", width, feedForward),
    zeros("blk.0.ffn_up.weight", width, feedForward),
    zeros("blk.0.ffn_down.weight", feedForward, width),
    ones("output_norm.weight"),
    { name: "output.weight", shape: [width, tokens.length], data: output },
  ]);
}

function metadata(tokens: readonly Token[], width: number): Record<string, MetaValue> {
  const u32 = (value: number): MetaValue => ({ type: "u32", value });
  const text = (value: string): MetaValue => ({ type: "string", value });
  return {
    "general.architecture": text("llama"),
    "general.name": text(`${modelName} (a test model: word pairs of ${lessons.length} sentences)`),
    "general.file_type": u32(0),
    "llama.context_length": u32(contextTokens),
    "llama.embedding_length": u32(width),
    "llama.block_count": u32(1),
    "llama.feed_forward_length": u32(feedForward),
    "llama.attention.head_count": u32(heads),
    "llama.attention.head_count_kv": u32(heads),
    "llama.attention.layer_norm_rms_epsilon": { type: "f32", value: 1e-6 },
    "llama.rope.dimension_count": u32(width / heads),
    "llama.vocab_size": u32(tokens.length),
    "tokenizer.ggml.model": text("llama"),
    "tokenizer.ggml.tokens": { type: "strings", value: tokens.map((token) => token.text) },
    "tokenizer.ggml.scores": { type: "f32s", value: tokens.map(() => 0) },
    "tokenizer.ggml.token_type": { type: "i32s", value: tokens.map((token) => token.kind) },
    "tokenizer.ggml.unknown_token_id": u32(0),
    "tokenizer.ggml.bos_token_id": u32(1),
    "tokenizer.ggml.eos_token_id": u32(2),
    "tokenizer.ggml.add_bos_token": { type: "bool", value: false },
  };
}

/** Writes the model; a reader never sees half of it. */
export function writeModel(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, buildModel());
  renameSync(`${path}.new`, path);
}
