import { expect, test } from "vitest";
import { openEnvelope, sealEnvelope } from "./envelope.ts";

const place = { table: "provider_key", row: "prv_1", orgId: "org_1", version: 1 };

test("opens where it was sealed and nowhere else", () => {
  const sealed = sealEnvelope("sk-secret", place);
  expect(JSON.stringify(sealed)).not.toContain("sk-secret");
  expect(openEnvelope(sealed, place)).toBe("sk-secret");
  for (const moved of [{ table: "org" }, { row: "prv_2" }, { orgId: "org_2" }, { version: 2 }]) {
    expect(() => openEnvelope(sealed, { ...place, ...moved })).toThrow();
  }
});

test("one flipped bit anywhere keeps it shut", () => {
  const sealed = sealEnvelope("sk-secret", place);
  for (const part of ["dek", "data"] as const) {
    const bytes = Buffer.from(sealed[part], "base64");
    for (let index = 0; index < bytes.length; index += 1) {
      const broken = Buffer.from(bytes);
      broken[index] = (broken[index] ?? 0) ^ 1;
      expect(() => openEnvelope({ ...sealed, [part]: broken.toString("base64") }, place)).toThrow();
    }
  }
});
