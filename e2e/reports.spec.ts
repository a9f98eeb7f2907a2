import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { extractText, getDocumentProxy } from "unpdf";
import { expectAccessible } from "./fixtures/accessible.ts";
import { seedCalls, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

async function fileOf(page: Page, name: string): Promise<Buffer> {
  const link = page.getByRole("link", { name, exact: true });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return readFile(await download.path());
}

test("finance closes a month, and its statement is the same on the page, in the PDF and in the CSV", async ({
  page,
  product,
}) => {
  test.setTimeout(90_000);
  const { slug, orgId, people } = await seedInto(product, "Report Labs");
  await signInAs(page, people.finance, `/${slug}/spend`);

  await test.step("without usage there is nothing to close; only people shall", async () => {
    await page.getByRole("link", { name: "Reports" }).click();
    await expect(page.getByText("No usage yet")).toBeVisible();
    await page.getByLabel("Close by itself").selectOption({ label: "Never: people close months" });
    await expect(page.getByText("Saved")).toBeVisible();
  });

  await test.step("the oldest month can be closed, by consequence", async () => {
    await seedCalls(product, orgId, { days: 62, boxes: 2, calls: 2 });
    await page.reload();
    await expect(page.getByText("Nothing is closed yet.")).toBeVisible();
    await expectAccessible(page, "reports");
    await page.getByRole("button", { name: /^Close \w+ 20\d\d$/ }).click();
    await expect(page.getByText("frozen for good: nobody can change or delete it")).toBeVisible();
    await page.getByRole("button", { name: "Close the month" }).click();
    await expect(page.getByText("Closed", { exact: true }).last()).toBeVisible();
  });

  await test.step("its statement is intact, and says the same everywhere", async () => {
    await page.getByRole("table", { name: "Months" }).getByRole("link").click();
    await expect(page).toHaveURL(/\/spend\/reports\/stm_/);
    await expect(page.getByText("Intact", { exact: true })).toBeVisible();
    await expect(page.locator(".recharts-surface").first()).toBeVisible();
    const total = (await page.getByTestId("statement-total").textContent()) ?? "";
    const pdf = await fileOf(page, "PDF");
    const csv = await fileOf(page, "CSV");
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    expect(text).toContain(total);
    expect(text).toContain("Report Labs");
    const exact = /^total,,,\d+,([\d.]+)/m.exec(csv.toString())?.[1] ?? "";
    expect(`$${Number(exact).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`).toBe(
      total,
    );
    await expectAccessible(page, "statement");
  });

  await test.step("a phone scrolls no page sideways; who only reads is offered nothing to close", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(await isWide()).toBe(false);
    await page.getByRole("link", { name: "All reports" }).click();
    await expect(page.getByRole("table", { name: "Months" })).toBeVisible();
    expect(await isWide()).toBe(false);
    await page.reload();
    await expect(page.getByRole("link", { name: "Reports", exact: true })).toBeInViewport();
    await page.getByLabel("Mail me the statement of each month").check();
    await expect(page.getByText("Saved")).toBeVisible();
    await page.context().clearCookies();
    await signInAs(page, people.viewer, `/${slug}/spend/reports`);
    await expect(page.getByRole("table", { name: "Months" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Close \w+ 20\d\d$/ })).toHaveCount(0);
    await expect(page.getByLabel("Close by itself")).toBeDisabled();
  });
});
