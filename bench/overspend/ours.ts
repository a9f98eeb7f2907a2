import { Box } from "#sim/ledger/box.ts";
import { Console, idOf } from "#sim/ledger/console.ts";
import type { Budget } from "#sim/ledger/database.ts";
import { Network } from "#sim/ledger/network.ts";
import { type SentCall, Truth } from "#sim/ledger/truth.ts";
import type { Scheme, Setting } from "./scheme.ts";

/** Tells whoever waits when a call of a box is settled. */
class WatchedTruth extends Truth {
  readonly #waiting = new Map<string, (() => void)[]>();

  override send(call: SentCall): SentCall {
    super.send(call);
    const settle = () => this.#waiting.get(call.boxId)?.shift()?.();
    return Object.defineProperty(call, "isSettled", { set: settle, get: () => false });
  }

  /** The next call of this box that ends: all of a box's are alike to its callers. */
  untilNextEnd(boxId: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(boxId) ?? [];
      waiting.push(resolve);
      this.#waiting.set(boxId, waiting);
    });
  }
}

/** The real cores of console and box, on the simulator's network, disks and time. */
export class Ours implements Scheme {
  readonly #truth = new WatchedTruth();
  readonly #network: Network;
  readonly #boxes: Box[];

  private constructor(setting: Setting, parts: { network: Network; console: Console }) {
    const { events, random } = setting;
    this.#network = parts.network;
    this.#boxes = Array.from(
      { length: setting.boxes },
      (_, index) => new Box(idOf("box", index + 1), 0, { events, random, truth: this.#truth, ...parts }),
    );
  }

  static async start(setting: Setting): Promise<Ours> {
    const { events, random, capNanos } = setting;
    const network = new Network(events, random);
    const started: Ours[] = [];
    const onHint = (id: string) => network.send(id, () => started[0]?.hint(id));
    const console = new Console({ events, random, onHint });
    const ours = new Ours(setting, { network, console });
    started.push(ours);
    const everybody = { boxId: null, isSoft: false, isPaused: false, onExhausted: "deny", period: "total" } as const;
    const budget: Budget = { id: idOf("bud", 1), capNanos, ...everybody };
    void console.change(budget);
    while (await events.step(events.nowMs + 100));
    const scope = { connectionId: null, providerKind: null, channel: null, modelFamily: null, agent: null };
    const rule = { id: budget.id, name: "All", ...scope, isSoft: false, isPaused: false, onExhausted: "deny" } as const;
    for (const box of ours.#boxes) {
      box.rules = [rule];
      box.start();
    }
    return ours;
  }

  hint(boxId: string): void {
    this.#boxes.find((box) => box.id === boxId)?.hint();
  }

  async call(
    index: number,
    { boundNanos, costNanos }: { boundNanos: bigint; costNanos: bigint },
  ): Promise<"ended" | "refused"> {
    const box = this.#boxes[index];
    if (!box) throw new Error(`there is no box ${index}`);
    if ((await box.call(boundNanos, costNanos)) !== "admitted") return "refused";
    await this.#truth.untilNextEnd(box.id);
    return "ended";
  }

  setCutOff(boxes: ReadonlySet<number>): void {
    this.#network.cutOff.clear();
    for (const [index, box] of this.#boxes.entries()) {
      if (boxes.has(index)) this.#network.cutOff.add(box.id);
      else box.hint();
    }
  }

  servedNanos(): bigint {
    return this.#truth.calls.reduce((sum, { costNanos }) => sum + costNanos, 0n);
  }
}
