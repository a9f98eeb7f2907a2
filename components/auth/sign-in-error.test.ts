import { expect, test } from "vitest";
import { signInError } from "./sign-in-error.ts";

test.each([
  ["code_required", { code: "code_required", waitMinutes: 1 }],
  ["rate_limited:61", { code: "rate_limited", waitMinutes: 2 }],
  ["CredentialsSignin", { code: "CredentialsSignin", waitMinutes: 1 }],
  [null, { code: "", waitMinutes: 1 }],
])("%j is read", (error, expected) => {
  expect(signInError(error)).toEqual(expected);
});
