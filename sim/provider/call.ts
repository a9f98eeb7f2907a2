/** A function the caller offers; `schema` is the JSON Schema of its arguments, null when it gave none. */
export type Tool = { name: string; schema: unknown };

export type ToolChoice = "auto" | "none" | "required" | { name: string };

/** A place where the caller asked for the prompt so far to be cached: all text up to there. */
export type CacheMark = { prefix: string; ttl: "5m" | "1h" };

/** One request, whatever dialect it came in. */
export type Call = {
  model: string;
  isStream: boolean;
  /** All text of the prompt in order, tool definitions last: what is counted and what seeds the answer. */
  prompt: string;
  /** The last thing the user said; directives stand in it. */
  topic: string;
  images: number;
  /** Tokens of one image in this dialect. */
  imageTokens: number;
  audioTokens: number;
  tools: Tool[];
  toolChoice: ToolChoice;
  isParallel: boolean;
  /** What tools answered, when the conversation ends with that. */
  toolResults: string[];
  /** Null for free text; `schema` null for any JSON object. */
  json: { schema: unknown } | null;
  maxOutputTokens: number | null;
  stopSequences: string[];
  choices: number;
  /** The caller asked for thinking. */
  isThinking: boolean;
  cacheMarks: CacheMark[];
};

/** A call with nothing special in it, for dialects to fill. */
export function plainCall(model: string, prompt: string, topic: string): Call {
  return {
    model,
    isStream: false,
    prompt,
    topic,
    images: 0,
    imageTokens: 85,
    audioTokens: 0,
    tools: [],
    toolChoice: "auto",
    isParallel: true,
    toolResults: [],
    json: null,
    maxOutputTokens: null,
    stopSequences: [],
    choices: 1,
    isThinking: false,
    cacheMarks: [],
  };
}

/** The prompt with the definitions of tools, which providers count as input. */
export function withTools(prompt: string, tools: readonly Tool[]): string {
  return tools.length === 0 ? prompt : `${prompt}\n${JSON.stringify(tools)}`;
}
