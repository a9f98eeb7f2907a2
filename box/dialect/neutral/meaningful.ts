/** Anthropic refuses empty text, and it says nothing beside other parts; alone it stays, for the provider to judge. */
export function meaningful<Part extends { type: string }>(parts: Part[]): Part[] {
  const said = parts.filter((part) => !("text" in part && part.text === ""));
  return said.length > 0 ? said : parts.slice(0, 1);
}
