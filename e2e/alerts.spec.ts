import OpenAI from "openai";
import { z } from "zod";
import { expectAccessible } from "./fixtures/accessible.ts";
import { startOwnBox } from "./fixtures/own-box.ts";
import { personOf, signInOverHttp, untilApplied } from "./fixtures/person.ts";
import { seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";
import { until } from "./fixtures/until.ts";

test.use({ locale: "en-US", colorScheme: "light" });

const WithId = z.object({ id: z.string() });
const WithSecret = z.object({ secret: z.string() });
const Spent = z.object({ account: z.object({ spentNanos: z.string() }) });
const capNanos = 20_000_000n;

test("a budget crosses half of its cap, and people and programs hear of it", async ({ page, product }) => {
  test.setTimeout(180_000);
  const { slug, people } = await seedInto(product, "Alert Labs");
  const person = personOf(product.consoleUrl, slug, await signInOverHttp(product.consoleUrl, people.owner));
  await using box = await startOwnBox(person, product.consoleUrl, "Workshop");
  const provider = WithId.parse(
    await person.call("POST", "providers", { name: "Practice", endpoint: { kind: "practice" } }),
  );
  const budget = {
    name: "Small change",
    connectionId: provider.id,
    period: "month",
    capNanos,
    thresholds: [50],
    alertsForecast: false,
  };
  const { id: budgetId } = WithId.parse(await person.call("POST", "budgets", budget));
  const { secret } = WithSecret.parse(await person.call("POST", "local-keys", { name: "laptop" }));
  await untilApplied(person, box.boxId);

  await test.step("an endpoint is added; its secret is shown once", async () => {
    await signInAs(page, people.owner, `/${slug}/settings/webhooks`);
    await expect(page.getByText("No endpoints")).toBeVisible();
    await expectAccessible(page, "webhooks, none yet");
    await page.getByRole("button", { name: "Add endpoint" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address").fill("https://192.168.0.1/in");
    await dialog.getByRole("button", { name: "Add endpoint" }).click();
    await expect(dialog.getByText(/Enter an https address on the public internet/)).toBeVisible();
    // A name of a kind that never exists (RFC 6761), so that nothing leaves this machine.
    await dialog.getByLabel("Address").fill("https://hooks.nowhere.invalid/in");
    await dialog.getByLabel("Budget used up").uncheck();
    await expectAccessible(page, "new endpoint");
    await dialog.getByRole("button", { name: "Add endpoint" }).click();
    await expect(dialog.getByTestId("secret")).toHaveText(/^whsec_/);
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("link", { name: /nowhere/ }).click();
    await expect(page.getByText("Nothing sent yet")).toBeVisible();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Rotate secret" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
    await expect(page.getByTestId("secret")).toHaveText(/^whsec_/);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText(/previous secret signs too until/)).toBeVisible();
  });

  const bell = page.getByRole("button", { name: /^Alerts: / });
  await test.step("calls use up half of the cap: the bell says so, on a page that nobody reloaded", async () => {
    await expect(bell).toHaveAccessibleName("Alerts: none unread");
    const client = new OpenAI({ baseURL: box.gatewayUrl, apiKey: secret, maxRetries: 0 });
    await until("the box to know the key", () => client.models.list());
    const content = "Say something of some length. ".repeat(20);
    let spent = 0n;
    while (spent * 2n < capNanos) {
      const before = spent;
      await client.chat.completions.create({
        model: "practice-reasoner",
        max_tokens: 80,
        messages: [{ role: "user", content }],
      });
      // One after the other, as the console hears of them: it must not be over the cap when it first looks.
      spent = await until("the call to reach the console", async () => {
        const { account } = Spent.parse(await person.call("GET", `budgets/${budgetId}`));
        return BigInt(account.spentNanos) > before ? BigInt(account.spentNanos) : null;
      });
    }
    await expect(bell).toHaveAccessibleName("Alerts: 1 unread", { timeout: 20_000 });
  });

  await test.step("the endpoint's message is there too, with why it did not arrive", async () => {
    const deliveries = page.getByRole("list", { name: "Deliveries" }).getByRole("listitem");
    await expect(deliveries).toHaveCount(1, { timeout: 20_000 });
    await expect(deliveries.first()).toContainText("Threshold crossed");
    await expect(deliveries.first()).toContainText("name not found", { timeout: 20_000 });
    await deliveries.first().locator("summary").click();
    await expect(deliveries.first()).toContainText('"percent":50');
    await expectAccessible(page, "endpoint");
    await page.getByRole("button", { name: "Send test event" }).click();
    await expect(deliveries).toHaveCount(2, { timeout: 20_000 });
    await expect(deliveries.first()).toContainText("Test event");
  });

  await test.step("read in the popover by keyboard", async () => {
    await bell.focus();
    await page.keyboard.press("Enter");
    const newest = page.getByRole("dialog", { name: "Newest alerts" });
    await expect(newest.getByRole("link", { name: "Small change has reached 50% of $0.02" })).toBeVisible();
    await expectAccessible(page, "newest alerts");
    await newest.getByRole("button", { name: /^Mark read: / }).click();
    await expect(bell).toHaveAccessibleName("Alerts: none unread");
    await newest.getByRole("link", { name: "All alerts" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/alerts$`));
  });

  await test.step("the page has all, by kind and budget, and what comes by mail", async () => {
    const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Small change" });
    await expect(row).toHaveCount(1);
    await page.getByLabel("Kind").selectOption({ label: "Budget used up" });
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.getByLabel("Kind").selectOption({ label: "Threshold crossed" });
    await page.getByLabel("Budget", { exact: true }).selectOption({ label: "Small change" });
    await expect(page).toHaveURL(new RegExp(`kind=budget.threshold&budget=${budgetId}`));
    await page.reload();
    await expect(row).toHaveCount(1);
    await page.getByLabel("Send me alerts by mail").uncheck();
    await expect(page.getByText("Saved.")).toBeVisible();
    await expectAccessible(page, "alerts");
    await page.reload();
    await expect(page.getByLabel("Send me alerts by mail")).not.toBeChecked();
    await row.getByRole("link").click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/budgets/${budgetId}$`));
  });
});
