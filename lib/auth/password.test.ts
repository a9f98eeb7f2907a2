import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

test("a password verifies against its hash and no other does", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword("correct horse battery", hash)).toBe(true);
  expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
  expect(await verifyPassword("", null)).toBe(false);
});

test("the same letters typed in another form are the same password", async () => {
  expect(
    await verifyPassword("caf\u00e9 caf\u00e9 caf\u00e9", await hashPassword("cafe\u0301 cafe\u0301 cafe\u0301")),
  ).toBe(true);
});
