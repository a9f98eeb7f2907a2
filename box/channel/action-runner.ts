import type { ActionResult, ActionsResponse } from "../../lib/protocol/action.ts";
import type { Log } from "../log.ts";

type Action = ActionsResponse["actions"][number];

type Parts = {
  fetch: () => Promise<ActionsResponse>;
  perform: (action: Action) => Promise<ActionResult>;
  finish: (id: string, result: ActionResult) => Promise<void>;
  log: Log;
};

const concurrency = 2;

/** Does what the console queued for this box, each action once per process, two at a time. */
export class ActionRunner {
  readonly #parts: Parts;
  /** Ended ones keep their result: should telling it have failed, it is told again, not done again. */
  readonly #results = new Map<string, ActionResult>();
  readonly #taken = new Set<string>();
  readonly #queue: Action[] = [];
  #busy = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Reads the list. Throws when the console cannot be asked. */
  async sync(): Promise<void> {
    const { actions } = await this.#parts.fetch();
    for (const action of actions) {
      if (this.#taken.has(action.id)) continue;
      this.#taken.add(action.id);
      this.#queue.push(action);
    }
    this.#start();
  }

  #start(): void {
    while (this.#busy < concurrency) {
      const action = this.#queue.shift();
      if (!action) return;
      this.#busy++;
      void this.#run(action).finally(() => {
        this.#busy--;
        this.#start();
      });
    }
  }

  async #run(action: Action): Promise<void> {
    const { perform, finish, log } = this.#parts;
    try {
      const result = this.#results.get(action.id) ?? (await perform(action));
      this.#results.set(action.id, result);
      await finish(action.id, result);
    } catch (error) {
      // Offered again at the next sync, with the same result if there is one.
      this.#taken.delete(action.id);
      log.warn({ err: error, action: action.id }, "action");
    }
  }
}
