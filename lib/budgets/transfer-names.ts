/** Something that a budget is for and a file may call by its name: a provider, a box. */
export interface Named {
  id: string;
  name: string;
}

/** The thing that a file means: by id, or by a name that only one has. A reason instead when it is none or several. */
export function resolveName(things: readonly Named[], text: string): { id: string } | { reason: string } {
  if (things.some(({ id }) => id === text)) return { id: text };
  const named = things.filter(({ name }) => name === text);
  const [only] = named;
  if (only && named.length === 1) return { id: only.id };
  return { reason: named.length === 0 ? "there is none of this name" : `${named.length} have this name; give the id` };
}

/** What a file calls it: its name where that means it and nothing else, otherwise its id. */
export function nameOf(things: readonly Named[], id: string | null): string {
  if (id === null) return "";
  const name = things.find((thing) => thing.id === id)?.name ?? id;
  // Cells are trimmed when they are read.
  const found = resolveName(things, name.trim());
  return "id" in found && found.id === id ? name.trim() : id;
}
