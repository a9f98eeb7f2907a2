/**
 * Sequence numbers that were taken of one start of a box, as disjoint ascending half-open ranges `[from, to)`. A box numbers
 * without gaps and delivers in order, so this is one range but for what was refused or is still on its way.
 */
export type Seen = readonly (readonly [from: number, to: number])[];

export function hasSeen(seen: Seen, seq: number): boolean {
  return seen.some(([from, to]) => from <= seq && seq < to);
}

/** `seen` with more numbers; neighbours are joined. */
export function addSeen(seen: Seen, seqs: readonly number[]): Seen {
  const added = seqs.map((seq) => [seq, seq + 1] as const);
  const sorted = [...seen, ...added].sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/**
 * The events of a batch that were not taken before, each once, with their places in the batch, and what has been seen
 * when they are taken.
 */
export function takeFresh<Event extends { bootId: string; seq: number }>(
  seenByBoot: ReadonlyMap<string, Seen>,
  events: readonly Event[],
): { fresh: { event: Event; index: number }[]; seenByBoot: Map<string, Seen> } {
  const taken = new Map<string, Set<number>>();
  const fresh = events.flatMap((event, index) => {
    const own = taken.get(event.bootId) ?? new Set();
    taken.set(event.bootId, own);
    if (own.has(event.seq) || hasSeen(seenByBoot.get(event.bootId) ?? [], event.seq)) return [];
    own.add(event.seq);
    return [{ event, index }];
  });
  const next = [...taken].map(([bootId, seqs]) => [bootId, addSeen(seenByBoot.get(bootId) ?? [], [...seqs])] as const);
  return { fresh, seenByBoot: new Map(next) };
}
