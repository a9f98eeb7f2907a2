import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { waitAfter } from "./schedule.ts";
import { newWebhookSecret, signatureHeaders } from "./sign.ts";

const message = () => ({ id: "msg_1", body: '{"type":"webhook.test"}', at: new Date() });

test("the specification's own library accepts what we sign, under either secret of a rotation", () => {
  const [fresh, old] = [newWebhookSecret(), newWebhookSecret()];
  const headers = signatureHeaders(message(), [fresh, old]);
  expect(headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
  for (const secret of [fresh, old]) {
    expect(new Webhook(secret).verify(message().body, headers)).toEqual({ type: "webhook.test" });
  }
  expect(() => new Webhook(newWebhookSecret()).verify(message().body, headers)).toThrow("No matching signature");
});

test("and nothing else: another body, another id, another time", () => {
  const secret = newWebhookSecret();
  const headers = signatureHeaders(message(), [secret]);
  const verifier = new Webhook(secret);
  expect(() => verifier.verify('{"type":"webhook.tesT"}', headers)).toThrow();
  expect(() => verifier.verify(message().body, { ...headers, "webhook-id": "msg_2" })).toThrow();
  const later = String(Number(headers["webhook-timestamp"]) + 1);
  expect(() => verifier.verify(message().body, { ...headers, "webhook-timestamp": later })).toThrow();
});

test("a secret is whsec_ and 32 random bytes", () => {
  const secret = newWebhookSecret();
  expect(Buffer.from(secret.replace(/^whsec_/, ""), "base64")).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(secret);
});

test("ten attempts over three days, each at most a tenth later than the schedule", () => {
  const waits = Array.from({ length: 10 }, (_, index) => waitAfter(index + 1, 0));
  expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, null]);
  expect(waitAfter(1, 0.999_999)).toBeLessThan(5.5);
  expect(waitAfter(1, 0.5)).toBe(5.25);
});

test("the example in docs/webhooks.md says the same", async () => {
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(readFileSync("docs/webhooks.md", "utf8")) ?? [];
  const example: { isFromFleet: (headers: Record<string, string>, rawBody: string, secret: string) => boolean } =
    await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const [fresh, old, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const headers = signatureHeaders(message(), [fresh, old]);
  expect(example.isFromFleet(headers, message().body, fresh)).toBe(true);
  expect(example.isFromFleet(headers, message().body, old)).toBe(true);
  expect(example.isFromFleet(headers, message().body, other)).toBe(false);
  expect(example.isFromFleet(headers, "{}", fresh)).toBe(false);
  const past = signatureHeaders({ ...message(), at: new Date(Date.now() - 600_000) }, [fresh]);
  expect(example.isFromFleet(past, message().body, fresh)).toBe(false);
});
