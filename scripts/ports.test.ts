import fc from "fast-check";
import { expect, test } from "vitest";
import { derivePorts } from "./ports.ts";

test("the default ports are the ones that the documentation names", () => {
  expect(derivePorts({})).toEqual({
    PORT: 3000,
    BOX_PAGE_PORT: 7070,
    BOX_PORT: 7071,
    PRACTICE_PORT: 7072,
    POSTGRES_PORT: 7073,
  });
  expect(derivePorts({ PORT: "3001" }).BOX_PORT).toBe(7081);
});

test("whatever PORT is, all five ports are different and usable", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), (port) => {
      const { PORT, ...others } = derivePorts({ PORT: String(port) });
      expect(PORT).toBe(port);
      expect(new Set([PORT, ...Object.values(others)]).size).toBe(5);
      for (const other of Object.values(others)) expect(other >= 1024 && other <= 65_535).toBe(true);
    }),
  );
});

test("a port that is set stays, and the derived ones step aside", () => {
  const ports = derivePorts({ POSTGRES_PORT: "7070" });
  expect(ports.POSTGRES_PORT).toBe(7070);
  expect(ports.BOX_PAGE_PORT).not.toBe(7070);
});

test.each(["0", "65536", "-1", "3e3", "http", "3000.5"])("PORT=%s is refused with the allowed values", (value) => {
  expect(() => derivePorts({ PORT: value })).toThrow(/^PORT is wrong: it must be a whole number from 1 to 65535/);
});

test("two variables with one port are refused by name", () => {
  expect(() => derivePorts({ BOX_PORT: "8000", PRACTICE_PORT: "8000" })).toThrow(/PRACTICE_PORT and BOX_PORT/);
});
