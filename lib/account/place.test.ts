import { expect, test } from "vitest";
import { placeOf } from "./place.ts";

test.each([
  ["127.0.0.1", "machine"],
  ["::1", "machine"],
  ["192.168.1.20", "network"],
  ["172.31.0.1", "network"],
  ["172.32.0.1", "internet"],
  ["fd12::1", "network"],
  ["203.0.113.9", "internet"],
  ["2001:db8::1", "internet"],
  ["nowhere", null],
  [null, null],
])("%s is %s", (address, place) => {
  expect(placeOf(address)).toBe(place);
});
