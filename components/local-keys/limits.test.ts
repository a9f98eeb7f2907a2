import { expect, test } from "vitest";
import { LimitsForm, limitsOf, noLimits, textOf } from "./limits.ts";

const key = { id: "key_1", name: "laptop", last4: "abcd", createdAt: "2026-11-23T00:00:00.000Z" };

test("limits typed and shown are the same", () => {
  const typed = {
    models: ["smart"],
    requestsPerMinute: "60",
    tokensPerMinute: "",
    concurrentCalls: "2",
    agent: "support-bot",
    expiresOn: "2027-01-31",
  };
  const limits = limitsOf(LimitsForm.parse(typed));
  expect(limits).toMatchObject({
    models: ["smart"],
    requestsPerMinute: 60,
    tokensPerMinute: null,
    agent: "support-bot",
  });
  expect(textOf({ ...key, ...limits })).toEqual(typed);
});

test("empty is no limit, and nothing outside the bounds passes", () => {
  expect(limitsOf(LimitsForm.parse(noLimits))).toEqual({
    models: [],
    requestsPerMinute: null,
    tokensPerMinute: null,
    concurrentCalls: null,
    agent: null,
    expiresAt: null,
  });
  for (const requestsPerMinute of ["0", "1000001", "many", "1.5"]) {
    expect(LimitsForm.safeParse({ ...noLimits, requestsPerMinute }).success, requestsPerMinute).toBe(false);
  }
  expect(LimitsForm.safeParse({ ...noLimits, agent: "not an agent" }).error?.issues[0]?.path).toEqual(["agent"]);
});
