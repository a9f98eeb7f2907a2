import { expect, test } from "vitest";
import { isCommonPassword } from "./common-password.ts";
import { refuseWeakPassword } from "./password-policy.ts";

test.each([
  "Password1234!",
  "P@ssw0rd2024!!",
  "passwordpassword",
  "qwertyuiop12",
  "qwertyuiop[]",
  "1qaz2wsx3edc",
  "zxcvbnm,./zxcvbnm",
  "aaaaaaaaaaaa",
  "121212121212",
  "abcabcabcabc",
  "abcdefghijkl",
  "123456789012",
  "198703151987",
  "letmein123456",
  "iloveyou2024!",
  "KaiheFleet2026",
  "administrator1",
  "Welcome to 2026!",
  "sunshine-monkey",
  "changeme changeme",
])("%s is refused", (password) => {
  expect(isCommonPassword(password)).toBe(true);
});

test.each([
  "correct horse battery",
  "another password",
  "sunshine monkey dragon keyboard",
  "tr0ub4dor&3 lampshade",
  "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  "vK3.pw-93hQz!x",
  "落花流水春去也天上人间",
])("%s is accepted", (password) => {
  expect(isCommonPassword(password)).toBe(false);
});

test("a password that contains the person's own address is refused at its field", () => {
  const refuse = () =>
    refuseWeakPassword("xx ada.lovelace 77", { email: "ada.lovelace@example.com", field: "password" });
  expect(refuse).toThrowError(
    expect.objectContaining({ code: "invalid_input", invalidParams: [expect.objectContaining({ name: "password" })] }),
  );
  const weak = () => refuseWeakPassword("Password1234!", { email: "ada@example.com", field: "newPassword" });
  expect(weak).toThrowError(
    expect.objectContaining({ invalidParams: [expect.objectContaining({ name: "newPassword" })] }),
  );
});
