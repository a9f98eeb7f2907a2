import { expect, test } from "vitest";
import { newTotpSecret, totpStepOf, totpUri } from "./totp.ts";

/** RFC 6238 appendix B, SHA-1, the last six of its eight digits. */
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
])("the code of RFC 6238 at second %i is %s, and belongs to its own step", (second, code) => {
  const step = BigInt(Math.floor(second / 30));
  const at = (seconds: number) => new Date(seconds * 1000);
  expect(totpStepOf(rfcSecret, code, at(second))).toBe(step);
  expect(totpStepOf(rfcSecret, code, at(second + 30))).toBe(step);
  expect(totpStepOf(rfcSecret, code, at(second - 30))).toBe(step);
  expect(totpStepOf(rfcSecret, code, at(second + 60))).toBeNull();
  expect(totpStepOf(rfcSecret, code, at(second - 60))).toBeNull();
});

test("what is no six digits is no code", () => {
  for (const text of ["", "28708", "2870820", "28708a", "287 082", "٢٨٧٠٨٢"]) {
    expect(totpStepOf(rfcSecret, text, new Date(59_000))).toBeNull();
  }
});

test("secrets have 160 bits and differ; the address names the console and the person", () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(secret);
  const uri = new URL(totpUri(secret, "ada@example.com"));
  expect(uri.protocol).toBe("otpauth:");
  expect(decodeURIComponent(uri.pathname)).toContain("Kaihe Fleet:ada@example.com");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    secret,
    issuer: "Kaihe Fleet",
    digits: "6",
    period: "30",
  });
});
