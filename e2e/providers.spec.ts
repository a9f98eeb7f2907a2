import type { Page } from "@playwright/test";
import { spawnProvider } from "#sim/provider/spawn.ts";
import { expectAccessible } from "./fixtures/accessible.ts";
import { seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

const served = ["claude-sonnet-4-5", "gpt-4o", "gpt-4o-mini", "mystery-1"];

async function openPicker(page: Page, slug: string, choice: string | RegExp) {
  await page.goto(`/${slug}/providers?connect=1`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: choice }).click();
  return dialog;
}

const rowOf = (page: Page, model: string) => page.getByRole("row").filter({ hasText: model });

test("providers of every sort, what they cost, and how that changed", async ({ page, product }) => {
  test.setTimeout(180_000);
  const sim = await spawnProvider(1, { models: served });
  const { slug, people } = await seedInto(product, "Provider Labs");
  await signInAs(page, people.owner, `/${slug}/providers`);

  await test.step("Anthropic by key, at an address of one's own; a wrong key is said at its field", async () => {
    const dialog = await openPicker(page, slug, /^Anthropic/);
    await expect(dialog.getByLabel("Name")).toHaveValue("Anthropic");
    await dialog.getByText("Advanced").click();
    await dialog.getByLabel("Base URL").fill(`${sim.origin}/v1`);
    await dialog.getByLabel("API key").fill("sk-wrong");
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await expect(dialog.getByText("The provider refused the key.")).toBeVisible();
    await expect(dialog.getByLabel("API key")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("API key").fill("practice-anthropic");
    await dialog.getByRole("button", { name: "Test" }).click();
    await expect(dialog.getByText(/It works: 7 models/)).toBeVisible();
    await expectAccessible(page, "connect Anthropic");
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await expect(page).toHaveURL(/\/providers\/prv_/);
    await expect(page.getByRole("heading", { name: "Anthropic" })).toBeVisible();
    await expect(rowOf(page, "claude-sonnet-4-5")).toContainText("$3.00");
    await expectAccessible(page, "provider");
  });

  await test.step("a discount reaches every price, and is the second version", async () => {
    await page.getByRole("button", { name: "Add discount" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Percent off").fill("12.345");
    await dialog.getByRole("button", { name: "Save discount" }).click();
    await expect(dialog.getByText("Between 0 and 100, with at most two decimals.")).toBeVisible();
    await dialog.getByLabel("Percent off").fill("12.5");
    await expectAccessible(page, "discount");
    await dialog.getByRole("button", { name: "Save discount" }).click();
    await expect(page.getByTestId("discount")).toContainText("−12.5%");
    // 3 dollars less an eighth, and so on.
    await expect(rowOf(page, "claude-sonnet-4-5")).toContainText("$2.625");
    await page.goto(`/${slug}/prices?view=changes`);
    await expect(page.getByLabel("Compare from version")).toHaveValue("1");
    await expect(page.getByLabel("to version", { exact: true })).toHaveValue("2");
    const changed = rowOf(page, "claude-sonnet-4-5");
    await expect(changed).toContainText("$3.00");
    await expect(changed).toContainText("-12.5%");
    await expect(page.getByRole("row").filter({ hasText: "discount" })).toContainText("Ada Owner");
    await expectAccessible(page, "price changes");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    expect((await download).suggestedFilename()).toBe("prices-v1-v2.csv");
  });

  await test.step("any two versions are compared, and the address says which", async () => {
    await page.getByLabel("Compare from version").selectOption("0");
    await expect(page).toHaveURL(/from=0/);
    await expect(rowOf(page, "claude-sonnet-4-5")).toContainText("new");
    await page.reload();
    await expect(page.getByLabel("Compare from version")).toHaveValue("0");
  });

  await test.step("Azure OpenAI by its deployments, added and removed with the keyboard", async () => {
    const dialog = await openPicker(page, slug, /^Azure OpenAI/);
    await dialog.getByLabel("Resource URL").fill(`${sim.origin}/openai/deployments/chat`);
    await dialog.getByLabel("API key").fill("practice-azure");
    await dialog.getByLabel("Deployment 1", { exact: true }).fill("chat-prod");
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await expect(dialog.getByText("Each deployment needs its name and the model behind it.")).toBeVisible();
    await dialog.getByLabel("Model behind deployment 1").fill("gpt-4o");
    await dialog.getByRole("button", { name: "Add a deployment" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("chat-small");
    await page.keyboard.press("Tab");
    await page.keyboard.type("gpt-4o-mini");
    await dialog.getByRole("button", { name: "Add a deployment" }).click();
    await dialog.getByRole("button", { name: "Remove deployment 3" }).press("Enter");
    await expect(dialog.getByLabel("Deployment 3", { exact: true })).toHaveCount(0);
    await expectAccessible(page, "connect Azure");
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await expect(rowOf(page, "chat-prod")).toContainText("is gpt-4o");
    await expect(rowOf(page, "chat-prod")).toContainText("$2.50");
    await expect(rowOf(page, "chat-small")).toContainText("$0.15");
  });

  await test.step("a local server takes an address only, and waits for boxes", async () => {
    const dialog = await openPicker(page, slug, /^Local server/);
    await expect(dialog.getByText(/127.0.0.1 is each box itself/)).toBeVisible();
    await dialog.getByLabel("Address, as the box sees it").fill("http://127.0.0.1:11434");
    await expectAccessible(page, "connect a local server");
    await dialog.getByRole("button", { name: "Connect", exact: true }).click();
    await expect(page.getByText("No box has found a server at this address yet.")).toBeVisible();
    await expectAccessible(page, "local provider");
  });

  await test.step("a preset fills in address and channel", async () => {
    const dialog = await openPicker(page, slug, /^OpenRouter/);
    await expect(dialog.getByLabel("Base URL")).toHaveValue("https://openrouter.ai/api/v1");
    await expect(dialog.getByLabel("Who bills")).toHaveValue("middleware");
    await dialog.getByRole("button", { name: "Back" }).click();
    await expectAccessible(page, "kinds of providers");
  });

  await test.step("the overview says what each needs", async () => {
    await page.goto(`/${slug}/providers`);
    const card = page.getByRole("listitem").filter({ hasText: "Anthropic" });
    await expect(card.getByText(/need a price/)).toBeVisible();
    await expectAccessible(page, "providers");
  });

  await test.step("a model that needs a price gets one, now and from a date", async () => {
    await page.goto(`/${slug}/prices?source=unpriced&search=mystery`);
    await page.getByRole("button", { name: "Set price of mystery-1" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Input / 1M tokens").fill("1.2");
    await dialog.getByLabel("Output / 1M tokens").fill("4.8");
    await dialog.getByLabel("Cached input / 1M").fill("0.12");
    await expectAccessible(page, "price");
    await dialog.getByRole("button", { name: "Save price" }).click();
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.goto(`/${slug}/prices?source=manual`);
    // Typed before the discount of this provider.
    await expect(rowOf(page, "mystery-1")).toContainText("$1.05");
    await page.getByRole("button", { name: "Set price of mystery-1" }).click();
    await expect(dialog.getByText(/Replaces the list price somebody typed/)).toBeVisible();
    await dialog.getByLabel("Input / 1M tokens").fill("2");
    await dialog.getByLabel("In force from").fill("2099-01-01T00:00");
    await dialog.getByRole("button", { name: "Save price" }).click();
    await expect(rowOf(page, "mystery-1")).toContainText("Jan 1, 2099");
    await expect(rowOf(page, "mystery-1")).toContainText("$1.05");
    await expectAccessible(page, "prices");
    await page.getByRole("button", { name: "Set price of mystery-1" }).click();
    await dialog.getByRole("button", { name: "Back to the book's price" }).click();
    await expect(page.getByText("Nothing matches")).toBeVisible();
  });

  await test.step("models are added and removed; disconnecting takes the name, and says what breaks", async () => {
    await page.goto(`/${slug}/providers`);
    await page.getByRole("link", { name: "Anthropic" }).click();
    await page.getByRole("button", { name: "Edit models" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Remove practice-small" }).click();
    await expect(dialog.getByRole("button", { name: /Add the 1 more/ })).toBeVisible();
    await dialog.getByLabel("Model name").fill("claude-opus-4-5");
    await page.keyboard.press("Enter");
    await expectAccessible(page, "models");
    await dialog.getByRole("button", { name: "Save models" }).click();
    await expect(rowOf(page, "claude-opus-4-5")).toContainText("$4.375");
    await expect(rowOf(page, "practice-small")).toHaveCount(0);
    await page.getByRole("button", { name: "Actions for Anthropic" }).click();
    await page.getByRole("menuitem", { name: "Disconnect" }).click();
    await dialog.getByRole("textbox").fill("Anthropic");
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/providers$`));
    await expect(page.getByRole("link", { name: "Anthropic" })).toHaveCount(0);
  });
  await sim.stop();
});
