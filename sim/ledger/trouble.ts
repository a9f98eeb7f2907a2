import { freeNanos } from "#box/ledger/core.ts";
import type { Box } from "./box.ts";
import type { Budget } from "./database.ts";
import type { World } from "./world.ts";

type Deed = (world: World) => void;

const forgive = () => undefined;

/** What may happen besides calls; each is drawn as often as it stands here. */
const deeds: readonly Deed[] = [
  killBox,
  killBox,
  startBoxes,
  startBoxes,
  startBoxes,
  cutOff,
  reconnect,
  reconnect,
  editCap,
  editCap,
  pauseOrResume,
  expire,
  writeOffOne,
  loseDisk,
  restoreImage,
  decommission,
  leap,
  hintAll,
];

const images = new WeakMap<Box, ReturnType<Box["disk"]["copy"]>>();

/** The bad part of a run: calls all the time, and every second or so something goes wrong. */
export async function trouble(world: World): Promise<void> {
  const { scenario, random, events } = world;
  world.network.weather = scenario.weather;
  world.console.crashChance = scenario.webCrashChance;
  for (const box of world.boxes) box.killChance = scenario.boxKillChance;
  const endMs = events.nowMs + scenario.lengthMs;
  let deedMs = events.nowMs;
  while (events.nowMs < endMs) {
    placeCall(world);
    if (events.nowMs >= deedMs) {
      deedMs = events.nowMs + random.between(200, 3000);
      random.pick(deeds)(world);
      if (random.chance(0.5)) startBoxes(world);
    }
    await world.runUntil(events.nowMs + random.between(1, Math.floor(2000 / scenario.callsPerSecond)));
  }
}

function placeCall(world: World): void {
  const { random, scenario } = world;
  const box = random.pick(world.boxes);
  const bound = (scenario.mostBoundNanos * BigInt(random.between(1, 1000))) / 1000n;
  // Now and then a provider breaks its own limit.
  const share = random.chance(0.01) ? random.between(1001, 3000) : random.between(0, 1000);
  void box.call(bound, (bound * BigInt(share)) / 1000n).then((result) => {
    if (result === "refused") world.refused++;
  });
}

function killBox({ random, boxes }: World): void {
  random.pick(boxes).kill(random.chance(0.5));
}

function startBoxes({ boxes }: World): void {
  for (const box of boxes) box.start();
}

function cutOff({ random, boxes, network }: World): void {
  network.cutOff.add(random.pick(boxes).id);
}

function reconnect({ network, boxes }: World): void {
  network.cutOff.clear();
  for (const box of boxes) box.hint();
}

function anyBudget({ random, console }: World): Budget {
  return random.pick([...console.tables.budgets.values()]);
}

function editCap(world: World): void {
  const budget = anyBudget(world);
  const percent = BigInt(world.random.pick([10, 50, 90, 110, 200]));
  world.change({ ...budget, capNanos: (budget.capNanos * percent) / 100n + 1n }).catch(forgive);
}

function pauseOrResume(world: World): void {
  const budget = anyBudget(world);
  world.change({ ...budget, isPaused: !budget.isPaused }).catch(forgive);
}

function expire({ console }: World): void {
  console.expire().catch(forgive);
}

function writeOffOne({ console, random }: World): void {
  const presumed = [...console.tables.leases.values()].filter((lease) => lease.state === "presumed");
  if (presumed.length > 0) console.writeOff(random.pick(presumed).id).catch(forgive);
}

/** A new disk: the box knows nothing of what it had. */
function loseDisk(world: World): void {
  const box = world.random.pick(world.boxes);
  box.kill(false);
  damageAll(world, box);
  box.disk.wipe();
}

function damageAll({ truth, console }: World, box: Box): void {
  const own = [...console.tables.leases.values()].filter((lease) => lease.boxId === box.id);
  truth.damage([...own.map(({ id }) => id), ...box.disk.written.leases.keys()]);
}

/** Somebody copies the disk, and later puts the copy back. What was free in it may then be spent twice while offline. */
function restoreImage(world: World): void {
  const { random, boxes, truth, scenario, network } = world;
  const box = random.pick(boxes);
  const image = images.get(box);
  if (!image || random.chance(0.5)) {
    images.set(box, box.disk.copy());
    return;
  }
  box.kill(false);
  damageAll(world, box);
  // While the console can be reached, not even that.
  const isOnline = scenario.isCalm && !network.cutOff.has(box.id);
  for (const lease of isOnline ? [] : image.leases.values()) {
    truth.allowTwice(lease.id, freeNanos(lease.account) + lease.account.sliced - lease.account.spent);
  }
  box.disk.restore(image);
}

function decommission(world: World): void {
  const { random, boxes, console } = world;
  const box = random.pick(boxes);
  if (box.isDecommissioned || !random.chance(0.3)) return;
  console
    .decommission(box.id)
    .then(() => {
      box.isDecommissioned = true;
      damageAll(world, box);
    })
    .catch(forgive);
}

/** Minutes, hours or more than a lease's life pass at once. */
function leap({ random, events }: World): void {
  events.leap(random.pick([60_000, 700_000, 3_600_000, 25 * 3_600_000]));
}

function hintAll({ boxes }: World): void {
  for (const box of boxes) box.hint();
}
