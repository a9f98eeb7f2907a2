import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";

const key = () => randomBytes(32).toString("base64");

/** A process that starts with this environment: both modules remember what they read. */
async function providerWith(env: Record<string, string>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules();
  return (await import("./key-provider.ts")).keyProvider();
}

beforeEach(() => void vi.unstubAllEnvs());

test("without a word of the operator the key comes from KAIHE_SECRET, and another secret is another key", async () => {
  const one = await providerWith({});
  expect(one.name).toBe("secret");
  const other = await providerWith({ KAIHE_SECRET: "another-secret-another-secret-another" });
  expect(other.currentKeyId()).not.toBe(one.currentKeyId());
});

test("keys from the environment and from a file, the first of them wraps", async () => {
  const ring = `new:${key()},old:${key()}`;
  const fromEnv = await providerWith({ KAIHE_KEY_PROVIDER: "env", KAIHE_KEKS: ring });
  expect([fromEnv.name, fromEnv.currentKeyId()]).toEqual(["env", "new"]);
  const path = join(mkdtempSync(join(tmpdir(), "kaihe-keks-")), "keks");
  writeFileSync(path, ring.replace(",", "\n"));
  const fromFile = await providerWith({ KAIHE_KEY_PROVIDER: "file", KAIHE_KEK_FILE: path });
  expect([fromFile.name, fromFile.currentKeyId()]).toEqual(["file", "new"]);
});

test.each([
  ["env", "KAIHE_KEKS"],
  ["file", "KAIHE_KEK_FILE"],
  ["aws-kms", "KAIHE_KMS_KEY_ID"],
])("the provider %s without its keys says that %s is missing", async (name, variable) => {
  await expect(providerWith({ KAIHE_KEY_PROVIDER: name }).then((one) => one.currentKeyId())).rejects.toThrow(
    `${variable} is not set`,
  );
});
