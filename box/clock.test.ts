import { expect, test } from "vitest";
import { ServerTime } from "./clock.ts";

/** A device whose clocks the test turns. */
function device(wallMs: number) {
  const state = { wallMs, monotonicMs: 500 };
  return { state, clock: { wallMs: () => state.wallMs, monotonicMs: () => state.monotonicMs } };
}

test("the console's time runs on by the monotonic clock, whatever happens to the device's", () => {
  const { state, clock } = device(1000);
  const time = new ServerTime(clock);
  time.observe(50_000);
  state.wallMs = 0;
  state.monotonicMs += 250;
  expect(time.nowMs()).toBe(50_250);
});

test("after a restart without a battery clock time does not fall behind what was seen", () => {
  const first = new ServerTime(device(1_000_000).clock);
  first.observe(2_000_000);
  const memory = first.memory();
  expect(new ServerTime(device(0).clock, memory).nowMs()).toBe(2_000_000);
  // With a steady clock the learned offset still holds an hour later.
  expect(new ServerTime(device(4_600_000).clock, memory).nowMs()).toBe(5_600_000);
});
