import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { batchTopics, topicOf } from "./topic-batch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst is two refetches, the last change is never lost, topics do not wait for each other", () => {
  const seen: string[] = [];
  const batch = batchTopics((topic) => seen.push(topic), 500);
  for (let count = 0; count < 100; count++) batch.push("spend");
  batch.push("boxes");
  expect(seen).toEqual(["spend", "boxes"]);
  vi.advanceTimersByTime(500);
  expect(seen).toEqual(["spend", "boxes", "spend"]);
  vi.advanceTimersByTime(5000);
  expect(seen).toHaveLength(3);
});

test("messages of a newer server and noise are ignored", () => {
  expect(topicOf('{"topic":"boxes","id":"box_1"}')).toBe("boxes");
  expect(topicOf('{"topic":"rollouts"}')).toBeNull();
  expect(topicOf("not json")).toBeNull();
});
