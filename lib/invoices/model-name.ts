/** "GPT-4o-2024-08-06, input" → "gpt-4o-2024-08-06"; "Claude Haiku 4.5" → "claude-haiku-4-5": the name without what of it was billed. */
export function invoiceName(text: string): string {
  const [name = ""] = text.split(",");
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s._/]+/g, "-");
}

/** Without the day a snapshot is named by: -2024-08-06, -20251001 or -0806. */
function withoutDate(name: string): string {
  return name.replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, "");
}

export type KnownModel = { id: string; basedOn: string | null };

/**
 * Which of a connection's models an invoice means: what a person said, else the one with exactly this name, else the only one
 * that is the same but for the date of a snapshot. Null when there is none or several; a person has to say then.
 */
export function findModel(
  name: string,
  models: readonly KnownModel[],
  mapped: ReadonlyMap<string, string>,
): string | null {
  const wanted = invoiceName(name);
  if (wanted === "") return null;
  const said = mapped.get(wanted);
  if (said !== undefined) return said;
  const named = models.map(({ id, basedOn }) => ({ id, names: [id, basedOn ?? id].map(invoiceName) }));
  const exact = named.filter(({ names }) => names.includes(wanted));
  const only = (found: readonly { id: string }[]) => (found.length === 1 ? (found[0]?.id ?? null) : null);
  if (exact.length > 0) return only(exact);
  return only(named.filter(({ names }) => names.some((own) => withoutDate(own) === withoutDate(wanted))));
}
