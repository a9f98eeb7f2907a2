import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { localProvider } from "./key-provider.ts";

test("a wrapped key opens for its owner, under its own key and provider, and otherwise not", async () => {
  const ring = new Map([
    ["b", randomBytes(32)],
    ["a", randomBytes(32)],
  ]);
  const provider = localProvider("env", ring);
  const dataKey = randomBytes(32);
  const wrapped = await provider.wrap(dataKey, "org_1");
  expect(wrapped).toMatchObject({ provider: "env", keyId: "b" });
  expect(await provider.unwrap(wrapped, "org_1")).toEqual(dataKey);
  await expect(provider.unwrap(wrapped, "org_2")).rejects.toThrow();
  await expect(provider.unwrap({ ...wrapped, keyId: "a" }, "org_1")).rejects.toThrow();
  await expect(provider.unwrap({ ...wrapped, keyId: "gone" }, "org_1")).rejects.toThrow(/does not have the key "gone"/);
  await expect(localProvider("file", ring).unwrap(wrapped, "org_1")).rejects.toThrow();
});
