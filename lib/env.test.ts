import { expect, test } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

const good = { DATABASE_URL: "postgres://u@h/db", KAIHE_SECRET: "x".repeat(32) };

test("defaults fill what may be absent, and an empty value is absent", () => {
  expect(parseEnv({ ...good, PUBLIC_URL: "", PORT: "" })).toMatchObject({ PORT: 3000, LOG_LEVEL: "info" });
  expect(parseEnv({ ...good, PUBLIC_URL: "https://fleet.example/" }).PUBLIC_URL).toBe("https://fleet.example");
});

test.each([
  ["DATABASE_URL", "mysql://x", /DATABASE_URL is wrong: it must be a postgres:\/\/ address\./],
  ["DATABASE_URL", undefined, /DATABASE_URL is not set/],
  ["KAIHE_SECRET", "short", /KAIHE_SECRET is wrong: it must be at least 32 characters\./],
  ["PORT", "abc", /PORT is wrong/],
  ["PORT", "70000", /PORT is wrong: it must be 1 to 65535\./],
  ["PUBLIC_URL", "ftp://x", /PUBLIC_URL is wrong: it must be an http or https address\./],
  ["LOG_LEVEL", "loud", /LOG_LEVEL is wrong/],
])("%s=%s is refused by name", (name, value, message) => {
  expect(() => parseEnv({ ...good, [name]: value })).toThrow(EnvError);
  expect(() => parseEnv({ ...good, [name]: value })).toThrow(message);
});
