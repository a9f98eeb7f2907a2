import type { SurfaceWire } from "../dialect.ts";

export type TextPart = { type: "text"; text: string };
/** `data` is base64. */
export type ImagePart = {
  type: "image";
  source: { kind: "inline"; mimeType: string; data: string } | { kind: "url"; url: string };
};
/** A PDF in base64. */
export type FilePart = { type: "file"; data: string; name: string };
/** Base64. */
export type AudioPart = { type: "audio"; mimeType: "audio/wav" | "audio/mp3"; data: string };
/** `argsJson` is JSON text, because parsing and writing it again could change it. */
export type CallPart = { type: "call"; id: string; name: string; argsJson: string };

export type UserPart = TextPart | ImagePart | FilePart | AudioPart;
export type AssistantPart = TextPart | CallPart;

/** One contribution to the conversation. `at` is its path in the caller's request. */
export type Turn = { at: string } & (
  | { role: "system"; texts: string[] }
  | { role: "user"; parts: UserPart[] }
  | { role: "assistant"; parts: AssistantPart[] }
  | { role: "tool"; callId: string; parts: UserPart[]; isError: boolean }
);
export type TurnOf<Role extends Turn["role"]> = Extract<Turn, { role: Role }>;

export type Tool = {
  at: string;
  name: string;
  description: string | null;
  /** JSON Schema of an object; null: no parameters. */
  schema: Record<string, unknown> | null;
  /** The arguments always fit the schema. */
  isStrict: boolean;
};

export type ToolChoice = { mode: "auto" | "none" | "required" } | { mode: "named"; name: string };

/** How the answer must look: any JSON, or JSON that fits a schema. */
export type Format = { kind: "json" } | { kind: "schema"; schema: Record<string, unknown> };

export const efforts = ["minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type Effort = (typeof efforts)[number];
export type Reasoning = { kind: "off" } | { kind: "effort"; effort: Effort } | { kind: "budget"; tokens: number };

/** What a request says, in no API's words. Null: the caller did not say. */
export type NeutralRequest = {
  surface: SurfaceWire;
  turns: Turn[];
  tools: Tool[];
  toolChoice: ToolChoice;
  /** Several tools may be called in one answer. */
  isParallel: boolean;
  format: Format | null;
  maxOutputTokens: number | null;
  temperature: number | null;
  topP: number | null;
  topK: number | null;
  seed: number | null;
  frequencyPenalty: number | null;
  presencePenalty: number | null;
  stop: string[];
  /** Answers to the same request. */
  choices: number;
  reasoning: Reasoning | null;
  /** An opaque id of the person at the other end, for the provider's abuse detection. */
  endUser: string | null;
  isStream: boolean;
};
