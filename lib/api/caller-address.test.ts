import { expect, test } from "vitest";
import { addressKey, callerAddress } from "./caller-address.ts";

const keyOf = (address: string) =>
  addressKey(callerAddress(new Request("http://localhost:3000/", { headers: { "x-forwarded-for": address } })));

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s is counted as %s", (address, key) => {
  expect(keyOf(address)).toBe(key);
});
