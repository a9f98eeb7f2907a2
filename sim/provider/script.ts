import { z } from "zod";

/**
 * `POST /sim/script`: directives for the next calls, one line each, in order; an empty line lets a call pass. Without
 * `model` they wait for the next calls of any model that has no lines of its own.
 */
export const ScriptRequest = z.strictObject({
  model: z.string().default("*"),
  calls: z.array(z.string().max(500)).max(1000),
});

const mostModels = 1000;

/** The queues of directives, and how often each `fail_times` has failed. */
export class Script {
  readonly #queues = new Map<string, string[]>();
  readonly #failures = new Map<string, number>();

  add({ model, calls }: z.infer<typeof ScriptRequest>): void {
    const queue = this.#queues.get(model) ?? [];
    this.#queues.set(model, [...queue, ...calls].slice(0, 1000));
    forgetOldest(this.#queues);
  }

  clear(): void {
    this.#queues.clear();
    this.#failures.clear();
  }

  /** The directives of this call, taken out of the queue. */
  next(model: string): string {
    const queue = [this.#queues.get(model), this.#queues.get("*")].find((lines) => lines && lines.length > 0);
    return queue?.shift() ?? "";
  }

  /** True for the first `count` calls with this key. */
  isFailing(key: string, count: number): boolean {
    const failed = this.#failures.get(key) ?? 0;
    if (failed >= count) return false;
    this.#failures.set(key, failed + 1);
    forgetOldest(this.#failures);
    return true;
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next();
  if (map.size > mostModels && !oldest.done) map.delete(oldest.value);
}
