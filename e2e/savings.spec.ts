import type { Page } from "@playwright/test";
import { RouteOverview } from "#lib/configs/schema.ts";
import { WhatIf } from "#lib/spend/what-if/schema.ts";
import { expectAccessible } from "./fixtures/accessible.ts";
import { seedCalls, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

/** As the page itself asks. */
const ask = (page: Page, slug: string, method: string, path: string, body?: unknown): Promise<unknown> =>
  page.evaluate(
    async ({ slug, method, path, body }) => {
      const headers = { "kaihe-org": slug, ...(body === undefined ? {} : { "content-type": "application/json" }) };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(path, { method, headers, ...sent });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      return response.json();
    },
    { slug, method, path, body },
  );

test("a bill is held against what was metered, and a cheaper target becomes a draft of a route", async ({
  page,
  product,
}) => {
  test.setTimeout(90_000);
  const { slug, orgId, people } = await seedInto(product, "Savings Labs");
  await seedCalls(product, orgId, { days: 10, boxes: 1 });
  await signInAs(page, people.owner, `/${slug}/spend/invoices`);
  const view = WhatIf.parse(await ask(page, slug, "GET", "/api/v1/spend/what-if?days=7"));
  const source = view.sources.find(({ connectionName }) => connectionName !== "Practice") ?? view.sources[0];
  if (!source) throw new Error("nothing was seeded");

  await test.step("a file that is not right says where, and leaves nothing", async () => {
    await page.getByLabel("Provider").selectOption({ label: source.connectionName });
    const bill = (cost: string) => `date,model,cost,currency\n${view.lastDay},Mystery 7B,${cost},USD\n`;
    const upload = (text: string) =>
      page
        .getByLabel(/Drop a CSV file/)
        .setInputFiles({ name: "november.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await upload(bill("12;5"));
    await expect(page.getByText(/"12;5" is no amount/)).toBeVisible();
    await expectAccessible(page, "invoices");
    await upload(bill("12.5"));
    await expect(page).toHaveURL(/\/spend\/invoices\/ivc_/);
    await expect(page.getByTestId("invoice-billed")).toHaveText("$12.50");
    await expect(page.getByTestId("invoice-difference")).toHaveText(/^[+−]\$/);
  });

  await test.step("what nobody could match is said once, and the same file is known", async () => {
    await expect(page.getByRole("table", { name: "By model" })).toContainText("mystery-7b");
    await page.getByLabel("Model for mystery-7b").selectOption(source.model);
    await expect(page.getByRole("table", { name: "By model" })).not.toContainText("mystery-7b");
    await expectAccessible(page, "invoice");
    const address = page.url();
    await page.getByRole("navigation", { name: /spend/i }).getByRole("link", { name: "Invoices" }).click();
    await page.getByLabel(/Drop a CSV file/).setInputFiles({
      name: "again.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`date,model,cost,currency\n${view.lastDay},Mystery 7B,12.5,USD\n`),
    });
    await page.getByRole("link", { name: "Open it" }).click();
    await expect(page).toHaveURL(address);
  });

  const target = view.targets.find(
    ({ connectionId, model, listPrices }) =>
      connectionId !== null && listPrices.length > 0 && model !== source.model && connectionId !== source.connectionId,
  );
  if (!target) throw new Error("one provider has to be connected beside it");
  const { connectionId, model } = source;
  const name = `${model} (${source.connectionName})`;

  await test.step("a target for a model: the difference a month, what to know, all of it in the address", async () => {
    const overview = RouteOverview.parse(await ask(page, slug, "GET", "/api/v1/routes"));
    const routes = { thrifty: { targets: [{ connectionId, model }] } };
    const { version: expectedVersion } = overview.layer;
    await ask(page, slug, "PUT", "/api/v1/configs/org", { expectedVersion, patch: { routes } });
    await page.goto(`/${slug}/spend/savings?days=7`);
    await expect(page.getByTestId("plan-difference")).toHaveText("$0.00");
    await expectAccessible(page, "savings");
    await page.getByRole("button", { name: `Choose target: ${name}` }).click();
    await page.getByLabel("Search").fill(`${target.model} ${target.name}`);
    await page.getByLabel("Discount in percent").fill("100");
    await page
      .getByRole("list", { name: "Targets" })
      .getByRole("button")
      .filter({ has: page.getByText(target.model, { exact: true }), hasNotText: "Provider not connected" })
      .first()
      .click();
    await expect(page.getByTestId("plan-difference")).toHaveText(/^−\$/);
    await expect(page.getByText("Another model: compare the answers").first()).toBeVisible();
    await page.reload();
    await expect(page.getByTestId("plan-difference")).toHaveText(/^−\$/);
  });

  await test.step("applied, it is a draft: nothing changes until somebody saves it", async () => {
    await page.getByRole("link", { name: "Apply as a change of route thrifty" }).click();
    await expect(page.getByTestId("route-draft")).toContainText(target.model);
    const before = RouteOverview.parse(await ask(page, slug, "GET", "/api/v1/routes"));
    expect(before.effective.routes.thrifty?.targets).toMatchObject([{ connectionId, model }]);
    await page.getByRole("button", { name: "Save and send to boxes" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/routes$`));
    const after = RouteOverview.parse(await ask(page, slug, "GET", "/api/v1/routes"));
    expect(after.effective.routes.thrifty?.targets).toMatchObject([
      { connectionId: target.connectionId, model: target.model },
    ]);
  });
});
