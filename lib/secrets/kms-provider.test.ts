import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { kmsProvider } from "./kms-provider.ts";

const service = spawn(process.execPath, ["sim/kms/main.ts", "0"], { stdio: ["ignore", "pipe", "inherit"] });

beforeAll(async () => {
  const [line] = await once(createInterface(service.stdout), "line");
  vi.stubEnv("AWS_ENDPOINT_URL_KMS", /http:\S+/.exec(String(line))?.[0] ?? "");
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(() => {
  vi.unstubAllEnvs();
  service.kill();
});

test("the AWS SDK wraps a data key for its owner, and unwraps it for nobody else", async () => {
  const provider = kmsProvider("alias/kaihe");
  const dataKey = randomBytes(32);
  const wrapped = await provider.wrap(dataKey, "org_1");
  expect(wrapped).toMatchObject({ provider: "aws-kms", keyId: "alias/kaihe" });
  expect(await provider.unwrap(wrapped, "org_1")).toEqual(dataKey);
  await expect(provider.unwrap(wrapped, "org_2")).rejects.toThrow(/invalid/);
  await expect(provider.unwrap({ ...wrapped, keyId: "alias/other" }, "org_1")).rejects.toThrow();
});

test("what one key wrapped stays readable when another is current", async () => {
  const dataKey = randomBytes(32);
  const wrapped = await kmsProvider("alias/kaihe-2025").wrap(dataKey, "org_1");
  expect(await kmsProvider("alias/kaihe-2026").unwrap(wrapped, "org_1")).toEqual(dataKey);
});
