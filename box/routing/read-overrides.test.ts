import { expect, test } from "vitest";
import { connectionIdOf } from "../../lib/routing/testing/candidates.ts";
import { readOverrides } from "./read-overrides.ts";

test("a call's headers say how it is routed", () => {
  const headers = {
    "x-kaihe-strategy": "cheapest",
    "x-kaihe-channels": "direct, cloud,",
    "x-kaihe-providers": connectionIdOf(7),
    "x-kaihe-max-input-price": "2.5",
    "x-kaihe-max-output-price": "0",
    "content-type": "application/json",
  };
  expect(readOverrides(headers)).toEqual({
    overrides: {
      strategy: "cheapest",
      channels: ["direct", "cloud"],
      connectionIds: [connectionIdOf(7)],
      maxInputNanosPerMillion: 2_500_000_000n,
      maxOutputNanosPerMillion: 0n,
    },
    problem: null,
  });
});

test("a call without such headers says nothing", () => {
  const { overrides } = readOverrides({ accept: "*/*" });
  expect(Object.values(overrides ?? {}).every((value) => value === undefined)).toBe(true);
});

test.each([
  ["x-kaihe-strategy", "best"],
  ["x-kaihe-channels", "direct,moon"],
  ["x-kaihe-channels", " , "],
  ["x-kaihe-providers", "Azure"],
  ["x-kaihe-max-input-price", "cheap"],
  ["x-kaihe-max-output-price", "-1"],
])("%s: %s is refused, not ignored", (header, value) => {
  expect(readOverrides({ [header]: value })).toMatchObject({ overrides: null, problem: { header } });
});
