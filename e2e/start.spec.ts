import { expect, test } from "./fixtures/test.ts";

test("a started product is healthy and greets a stranger without an error", async ({ page, product, request }) => {
  const health = await request.get("/api/health");
  expect(health.status()).toBe(200);
  expect(product.setupLink).toContain("/setup#");
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  expect(errors).toEqual([]);
});
