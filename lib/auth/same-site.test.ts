import { expect, test } from "vitest";
import { assertSameSite } from "./same-site.ts";

const request = (method: string, headers: Record<string, string>) =>
  new Request("http://fleet.example/api/v1/budgets", { method, headers: { host: "fleet.example", ...headers } });

test.each([
  ["POST", { "sec-fetch-site": "cross-site" }],
  ["POST", { "sec-fetch-site": "same-site" }],
  ["DELETE", { "sec-fetch-site": "none" }],
  ["POST", { origin: "https://evil.example" }],
  ["POST", { origin: "null" }],
])("%s with %o is refused", (method, headers) => {
  expect(() => assertSameSite(request(method, headers))).toThrow(
    expect.objectContaining({ code: "cross_site_request" }),
  );
});

test.each([
  ["GET", { "sec-fetch-site": "cross-site" }],
  ["POST", { "sec-fetch-site": "same-origin" }],
  ["POST", { origin: "http://fleet.example" }],
  ["POST", {}],
])("%s with %o passes", (method, headers) => {
  expect(() => assertSameSite(request(method, headers))).not.toThrow();
});
