import type { ChatUsage } from "./openai/chat-usage.ts";

/** The API a call came through. */
export type Surface =
  | "openai.chat"
  | "openai.responses"
  | "openai.embeddings"
  | "azure.chat"
  | "azure.responses"
  | "azure.embeddings"
  | "anthropic.messages"
  | "gemini.generateContent";

/** One answered call as `GET /sim/ledger` lists it: what a real provider would bill. The last 10,000 are kept. */
export type LedgerRow = {
  at: number;
  key: string;
  surface: Surface;
  model: string;
  isStream: boolean;
  status: number;
  /** In the form of OpenAI's chat, whatever the dialect; null for a call that was refused. */
  usage: ChatUsage | null;
  /** In the dialect's own form. */
  rawUsage: object | null;
  /** All of them: cached and audio input, reasoning and audio output included. */
  inputTokens: number;
  outputTokens: number;
  searches: number;
  images: number;
  /** False when the socket was cut or the caller hung up. */
  isComplete: boolean;
};

/** One request as `GET /sim/requests` lists it. The last 100 are kept; keys are left out. */
export type RequestRow = { at: number; method: string; path: string; headers: Record<string, string>; body: string };
