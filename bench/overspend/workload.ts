import { Events } from "#sim/ledger/events.ts";
import { Random } from "#sim/ledger/random.ts";
import { type Scheme, type Setting, wait } from "./scheme.ts";

export type Shape = { boxes: number; callers: number; isPartitioned: boolean };
export type Outcome = { overspentUsd: number; utilisation: number };

const usd = 1_000_000_000n;
const capNanos = 10n * usd;
/** A call may cost up to a cent. */
const mostMicroUsd = 10_000;
/** By the clock of the simulation, milliseconds. */
const partition = { fromMs: 3_000, toMs: 33_000 };
const retryMs = 1000;
const quietMs = 30_000;

/**
 * Callers who never pause, on every other box (the rest is there and idle), until nobody has been served for half a minute.
 * Partitioned: half of the busy boxes are cut off for thirty seconds.
 */
export async function runWorkload(
  start: (setting: Setting) => Scheme | Promise<Scheme>,
  { boxes, callers, isPartitioned }: Shape,
): Promise<Outcome> {
  const [events, random] = [new Events(), new Random(boxes * 1000 + callers)];
  const scheme = await start({ events, random, capNanos, boxes });
  const busy = Array.from({ length: boxes }, (_, index) => index).filter((index) => index % 2 === 0);
  let lastServedMs = events.nowMs;
  let isOver = false;
  const keepCalling = async (box: number) => {
    while (!isOver) {
      const bound = random.between(mostMicroUsd / 2, mostMicroUsd);
      const cost = Math.floor((bound * random.between(10, 90)) / 100);
      const amounts = { boundNanos: BigInt(bound) * 1000n, costNanos: BigInt(cost) * 1000n };
      if ((await scheme.call(box, amounts)) === "ended") lastServedMs = events.nowMs;
      else await wait(events, retryMs);
    }
  };
  if (isPartitioned) {
    const cutOff = new Set(busy.filter((_, place) => place % 2 === 0));
    events.after(partition.fromMs, () => scheme.setCutOff(cutOff));
    events.after(partition.toMs, () => scheme.setCutOff(new Set()));
  }
  for (const box of busy) for (let caller = 0; caller < callers; caller += 1) void keepCalling(box);
  const leastMs = events.nowMs + (isPartitioned ? partition.toMs : 0);
  while (events.nowMs < Math.max(lastServedMs, leastMs) + quietMs) await events.step(events.nowMs + 1000);
  isOver = true;
  const served = scheme.servedNanos();
  const over = served > capNanos ? served - capNanos : 0n;
  return { overspentUsd: Number(over) / Number(usd), utilisation: Number(served) / Number(capNanos) };
}
