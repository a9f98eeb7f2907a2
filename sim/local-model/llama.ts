import { existsSync } from "node:fs";

/** What is used of node-llama-cpp 3.22; the package itself is installed on request only, in this folder. */
type Token = number;
type Sequence = {
  evaluate: (tokens: Token[], options: { temperature: number; seed: number }) => AsyncIterable<Token>;
  clearHistory: () => Promise<void>;
};
type Model = {
  tokenize: (text: string) => Token[];
  /** The last tokens decide whether the text begins with a space. */
  detokenize: (tokens: Token[], withSpecial: boolean, lastTokens: Token[]) => string;
  tokens: { bos: Token | null };
  createContext: (options: { contextSize: number; sequences: number; threads: number }) => Promise<{
    getSequence: () => Sequence;
  }>;
};
type Library = {
  getLlama: (options: {
    build: "never";
    skipDownload: boolean;
    gpu: false;
    logLevel: string;
    maxThreads: number;
  }) => Promise<{ loadModel: (options: { modelPath: string }) => Promise<Model> }>;
};

export type Generation = { temperature: number; seed: number; maxTokens: number };
export type LoadedModel = {
  countTokens: (text: string) => number;
  /** The words of an answer as the model makes them; one answer at a time. */
  generate: (prompt: string, options: Generation) => AsyncIterable<string>;
};

const library = "node_modules/node-llama-cpp";
const entry = new URL(`./${library}/dist/index.js`, import.meta.url);

/** Whether llama.cpp for Node is in this folder. */
export function isInstalled(): boolean {
  return existsSync(entry);
}

/** Loads a GGUF file. `threads: 1`: more are slower by a factor of a hundred for a model this small. */
export async function loadModel(modelPath: string, contextSize: number): Promise<LoadedModel> {
  // The types above are the narrow part of the package's own; the package is not part of the root install.
  const { getLlama } = (await import(entry.href)) as Library;
  const llama = await getLlama({ build: "never", skipDownload: true, gpu: false, logLevel: "error", maxThreads: 1 });
  const model = await llama.loadModel({ modelPath });
  const sequence = (await model.createContext({ contextSize, sequences: 1, threads: 1 })).getSequence();

  async function* generate(prompt: string, { temperature, seed, maxTokens }: Generation): AsyncIterable<string> {
    const { bos } = model.tokens;
    if (bos === null) throw new Error("the model has no token to begin with");
    await sequence.clearHistory();
    let left = maxTokens;
    const said: Token[] = [];
    // The model knows what begins a sentence, not what a question means.
    for await (const token of sequence.evaluate([...model.tokenize(prompt), bos], { temperature, seed })) {
      yield model.detokenize([token], false, said);
      said.push(token);
      if (--left <= 0) return;
    }
  }
  return { countTokens: (text) => model.tokenize(text).length + 1, generate };
}
