import type { Turn } from "./request.ts";

/** Anthropic refuses empty text, and it says nothing beside other parts; alone it stays, for the provider to judge. */
export function meaningful<Part extends { type: string }>(parts: Part[]): Part[] {
  const said = parts.filter((part) => !("text" in part && part.text === ""));
  return said.length > 0 ? said : parts.slice(0, 1);
}

/** A turn of instructions; none when they are empty, as several clients send them. */
export function instructions(parts: readonly { text: string }[], at: string): Turn[] {
  const texts = parts.map((part) => part.text).filter((text) => text !== "");
  return texts.length > 0 ? [{ at, role: "system", texts }] : [];
}
