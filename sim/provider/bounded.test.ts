import { expect, test } from "vitest";
import { BoundedList } from "./bounded-list.ts";
import { ResponseStore } from "./openai/response-store.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { Script } from "./script.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a list keeps the last things", () => {
  const list = new BoundedList<number>(3);
  for (const number of numbers(5)) list.push(number);
  expect(list.items).toEqual([2, 3, 4]);
});

test("the cache forgets the oldest of 50,000 prefixes, and what has outlived its time", () => {
  const cache = new PrefixCache();
  const read = (prefix: string, nowMs: number) => cache.lookUpMarks("m", [{ prefix, ttl: "5m" }], nowMs).cached;
  for (const number of numbers(50_001)) read(`prefix ${number}`, 0);
  expect(read("prefix 50000", 0)).toBeGreaterThan(0);
  expect(read("prefix 0", 0)).toBe(0);
  expect(read("prefix 49999", 299_999)).toBeGreaterThan(0);
  expect(read("prefix 49999", 599_998)).toBeGreaterThan(0);
  expect(read("prefix 49998", 300_000)).toBe(0);
});

test("the oldest of 1,000 stored responses is forgotten", () => {
  const store = new ResponseStore();
  for (const number of numbers(1001)) store.put(`resp_${number}`, { body: {}, items: [] });
  expect(store.find("resp_0")).toBeNull();
  expect(store.find("resp_1000")).not.toBeNull();
});

test("the oldest of 1,000 scripted models is forgotten, and so is the oldest count of failures", () => {
  const script = new Script();
  for (const number of numbers(1001)) {
    script.add({ model: `m${number}`, calls: ["status=500"] });
    script.isFailing(`key${number}`, 1);
  }
  expect(script.next("m0")).toBe("");
  expect(script.next("m1000")).toBe("status=500");
  expect(script.isFailing("key1000", 1)).toBe(false);
  expect(script.isFailing("key0", 1)).toBe(true);
});
