import { expect, test } from "vitest";
import { matchesBox } from "./search.ts";

const box = {
  name: "Lab 3",
  serial: "KH-0042",
  model: "KaiheAiBox",
  agentVersion: "0.1.0",
  tags: ["east", "lab"],
  presence: "offline" as const,
  config: { phase: "rolled_back" as const, reason: null, version: 2, desiredVersion: 2, appliedVersion: 1, at: null },
};

test.each([
  ["", true],
  ["lab", true],
  ["lab 0042", true],
  ["lab 0043", false],
  ["status:offline lab", true],
  ["status:online", false],
  ["config:rolled", true],
  ["status:", true],
  ["tag:lab", true],
  ["tag:lab tag:west", false],
  ["tag:la", false],
  ["tag:", true],
])("%j: %s", (search, isMatch) => {
  expect(matchesBox(box, search)).toBe(isMatch);
});
