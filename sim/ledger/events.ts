import type { Timers } from "#box/timers.ts";

type Entry = { atMs: number; order: number; work: () => void };

/**
 * Virtual time: a queue of things to do, in the order of their moments. Between two of them every promise that can go on
 * has gone on, so that each `await` of the code under test is a moment at which something else may happen.
 */
export class Events {
  readonly #queue: Entry[] = [];
  #order = 0;
  #nowMs = 0;

  /** Milliseconds since the beginning. */
  get nowMs(): number {
    return this.#nowMs;
  }

  after(ms: number, work: () => void): Entry {
    const entry = { atMs: this.#nowMs + Math.max(0, ms), order: this.#order++, work };
    push(this.#queue, entry);
    return entry;
  }

  cancel(entry: Entry): void {
    entry.work = () => undefined;
  }

  /** Everything stands still for that long, as when a machine sleeps: what was due meanwhile happens afterwards. */
  leap(ms: number): void {
    this.#nowMs += ms;
  }

  /** Does the next thing; false when there is none before `untilMs`. */
  async step(untilMs: number): Promise<boolean> {
    const first = this.#queue[0];
    if (!first || first.atMs > untilMs) {
      this.#nowMs = Math.max(this.#nowMs, untilMs);
      return false;
    }
    pop(this.#queue);
    this.#nowMs = Math.max(this.#nowMs, first.atMs);
    first.work();
    await settled();
    return true;
  }
}

/** All promises that can go on have gone on: continuations run before the event loop comes to immediates. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The timers of one process: when it dies, nothing of them happens any more. `run` is given what became due. */
export function timersOf(events: Events, isAlive: () => boolean, run: (work: () => void) => void): Timers {
  const entries = new Map<number, { entry: Entry }>();
  let last = 0;
  const start = (ms: number, work: () => void, isRepeated: boolean): number => {
    last += 1;
    const id = last;
    const arm = () => {
      const entry = events.after(ms, () => {
        if (!isAlive() || !entries.has(id)) return;
        if (isRepeated) arm();
        else entries.delete(id);
        run(work);
      });
      entries.set(id, { entry });
    };
    arm();
    return id;
  };
  const stop = (id: number) => {
    const found = entries.get(id);
    if (found) events.cancel(found.entry);
    entries.delete(id);
  };
  return {
    setTimeout: (work, ms) => start(ms, work, false),
    clearTimeout: stop,
    setInterval: (work, ms) => start(Math.max(1, ms), work, true),
    clearInterval: stop,
    setImmediate: (work) => void start(0, work, false),
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** A binary heap, smallest first. */
function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || isBefore(above, entry)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (!a) break;
    const smaller = b && isBefore(b, a) ? left + 1 : left;
    const below = heap[smaller];
    if (!below || isBefore(last, below)) break;
    heap[at] = below;
    at = smaller;
  }
  heap[at] = last;
}
