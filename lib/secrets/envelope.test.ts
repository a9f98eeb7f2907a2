import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { isFirstEnvelope, openEnvelope, sealEnvelope } from "./envelope.ts";
import { firstEnvelope } from "./first-envelope.ts";

const place = { table: "provider_key", row: "prv_1", orgId: "org_1", version: 1 };
const dataKey = randomBytes(32);

test("opens where it was sealed, under its own key, and nowhere else", () => {
  const sealed = sealEnvelope("sk-secret", place, dataKey);
  expect(JSON.stringify(sealed)).not.toContain("sk-secret");
  expect(openEnvelope(sealed, place, dataKey)).toBe("sk-secret");
  expect(() => openEnvelope(sealed, place, randomBytes(32))).toThrow();
  for (const moved of [{ table: "org" }, { row: "prv_2" }, { orgId: "org_2" }, { version: 2 }]) {
    expect(() => openEnvelope(sealed, { ...place, ...moved }, dataKey)).toThrow();
  }
});

test("one flipped bit anywhere keeps it shut", () => {
  const sealed = sealEnvelope("sk-secret", place, dataKey);
  const bytes = Buffer.from(sealed.data, "base64");
  for (let index = 0; index < bytes.length; index += 1) {
    const broken = Buffer.from(bytes);
    broken[index] = (broken[index] ?? 0) ^ 1;
    expect(() => openEnvelope({ ...sealed, data: broken.toString("base64") }, place, dataKey)).toThrow();
  }
});

test("an envelope of the first format still opens, whatever the data key is now", () => {
  const sealed = firstEnvelope("sk-old", place);
  expect(isFirstEnvelope(sealed)).toBe(true);
  expect(openEnvelope(sealed, place, dataKey)).toBe("sk-old");
  expect(() => openEnvelope(sealed, { ...place, row: "prv_2" }, dataKey)).toThrow();
});
