import type { ResponseItem } from "./responses-request.ts";

type Stored = { body: object /** The whole conversation up to and with this response. */; items: ResponseItem[] };

const most = 1000;

/** Responses that `previous_response_id` can name; the last 1,000. */
export class ResponseStore {
  readonly #stored = new Map<string, Stored>();

  put(id: string, stored: Stored): void {
    this.#stored.set(id, stored);
    const oldest = this.#stored.keys().next();
    if (this.#stored.size > most && !oldest.done) this.#stored.delete(oldest.value);
  }

  find(id: string): Stored | null {
    return this.#stored.get(id) ?? null;
  }

  delete(id: string): boolean {
    return this.#stored.delete(id);
  }
}
