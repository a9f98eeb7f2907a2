import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import { seedCalls, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light", permissions: ["clipboard-read", "clipboard-write"] });

const total = (page: Page) => page.getByTestId("spend-total");
const chartOf = (page: Page) => page.getByRole("application", { name: "Spend over time, stacked" });

/** Lines of the file that pressing the button saves, split at their commas; none of the fields has one. */
async function csvOf(page: Page, button: ReturnType<Page["getByRole"]>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const text = await readFile(await download.path(), "utf8");
  return text
    .replace("\uFEFF", "")
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
}

/** The body of the table, as it stands. */
async function rowsOf(page: Page, name: string): Promise<string[][]> {
  const rows = await page.getByRole("table", { name }).locator("tbody tr").all();
  return Promise.all(rows.map(async (row) => (await row.locator("td").allTextContents()).map((cell) => cell.trim())));
}

const asNanos = (usd: string) => {
  const [whole = "0", fraction = ""] = usd.split(".");
  return BigInt(whole) * 10n ** 9n + BigInt(fraction.padEnd(9, "0"));
};
const sum = (amounts: readonly string[]) => amounts.reduce((all, one) => all + asNanos(one), 0n);

test("finance reads the overview, takes spend apart, and hands the picture on", async ({ page, product }) => {
  test.setTimeout(120_000);
  const { slug, orgId, people } = await seedInto(product, "Spend Labs");
  await seedCalls(product, orgId);
  const root = `/${slug}/spend`;
  await signInAs(page, people.finance, root);

  await test.step("the overview has its figures, its charts and what moved", async () => {
    await expect(page.getByTestId("run-rate")).toContainText("$");
    await expect(page.getByTestId("spend-forecast")).toContainText("$");
    await expect(page.getByRole("figure", { name: "What moved the run-rate" })).toBeVisible();
    await expect(page.getByRole("figure", { name: "Share of spend" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Unit costs" })).toBeVisible();
    await expect(page.locator(".recharts-surface").first()).toBeVisible();
    await expectAccessible(page, "spend overview");
  });

  await test.step("two levels: rows, columns and their sums are the total", async () => {
    await page.getByRole("link", { name: "Explore" }).click();
    await expect(page).toHaveURL(new RegExp(`${root}/explore`));
    await page.getByLabel("Group by").selectOption("model");
    await page.getByLabel("Then by").selectOption("box");
    await expect(page).toHaveURL(/groupBy=model,box/);
    const table = await csvOf(page, page.getByRole("button", { name: "Table as CSV" }));
    const [head = [], ...rows] = table;
    const sums = rows.pop() ?? [];
    const at = head.indexOf("Total");
    expect(sum(rows.map((row) => row[at] ?? ""))).toBe(asNanos(sums[at] ?? ""));
    for (const row of [...rows, sums]) expect(sum(row.slice(1, at))).toBe(asNanos(row[at] ?? ""));
    expect((await rowsOf(page, "Spend by group")).map(([name]) => name)).toEqual(
      rows.map(([name]) => name).slice(0, 25),
    );
    await expectAccessible(page, "explore");
  });

  await test.step("the chart's table and its file say the same", async () => {
    await page.getByRole("button", { name: "Table", exact: true }).click();
    const shown = await rowsOf(page, "Spend per period");
    const [, ...lines] = await csvOf(page, page.getByRole("button", { name: "CSV", exact: true }));
    expect(lines).toHaveLength(shown.length);
    const exact = (text = "") => sum([text.replaceAll(/[$,]/g, "")]);
    for (const [index, row] of shown.toReversed().entries()) {
      const line = lines[index] ?? [];
      expect(exact(row[1])).toBe(asNanos(line.at(-1) ?? ""));
      expect(row.slice(2).map(exact)).toEqual(line.slice(1, -1).map(asNanos));
    }
    await page.getByRole("button", { name: "Chart", exact: true }).click();
  });

  const whole = await total(page).textContent();
  await test.step("dragging over days zooms into them, and back leads out again", async () => {
    const box = await chartOf(page).boundingBox();
    if (!box) throw new Error("the chart has no place");
    await page.mouse.move(box.x + box.width * 0.5, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 100, { steps: 4 });
    await expect(page.getByTestId("chart-marked")).toBeVisible();
    await page.mouse.up();
    await expect(page).toHaveURL(/range=custom&from=\d{4}-\d\d-\d\d&to=/);
    await expect(total(page)).not.toHaveText(whole ?? "");
    await expect(page.getByRole("button", { name: "Reset zoom" })).toBeVisible();
    await page.goBack();
    await expect(total(page)).toHaveText(whole ?? "");
    await expect(page).not.toHaveURL(/range=custom/);
  });

  await test.step("the same by keyboard, with what is there said aloud", async () => {
    await chartOf(page).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator("[aria-live=polite]").filter({ hasText: "Total $" })).toBeAttached();
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect(page.getByTestId("chart-marked")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/range=custom/);
    const url = new URL(page.url());
    const [from, to] = ["from", "to"].map((name) => Date.parse(url.searchParams.get(name) ?? ""));
    expect(((to ?? 0) - (from ?? 0)) / 86_400_000).toBe(2);
    await page.getByRole("button", { name: "Reset zoom" }).click();
    await expect(total(page)).toHaveText(whole ?? "");
  });

  await test.step("a filter is a chip, and the chip takes it out", async () => {
    await page.getByRole("button", { name: "Add filter" }).click();
    const menu = page.getByRole("dialog", { name: "Add filter" });
    await menu.getByLabel("Filter by").selectOption("box");
    await menu.getByRole("checkbox").first().check();
    await expect(page.getByRole("list", { name: "Filters" })).toBeVisible();
    await expectAccessible(page, "filter menu");
    await page.keyboard.press("Escape");
    await expect(total(page)).not.toHaveText(whole ?? "");
    await page.getByRole("button", { name: /^Remove / }).click();
    await expect(total(page)).toHaveText(whole ?? "");
  });

  await test.step("a row leads to its own picture and to its calls", async () => {
    await page.getByLabel("Then by").selectOption("");
    await page.getByLabel("Group by").selectOption("box");
    const row = page.getByRole("table", { name: "Spend by group" }).locator("tbody tr").first();
    await expect(row.getByRole("link", { name: /^Calls of/ })).toHaveAttribute("href", /calls\?box=box_.*range=custom/);
    await row.getByRole("link").first().click();
    await expect(page).toHaveURL(/box=box_[^&]*/);
    await expect(page.getByRole("list", { name: "Filters" })).toBeVisible();
  });

  await test.step("a copied link opens the same numbers elsewhere", async () => {
    await page.getByRole("button", { name: "Copy link" }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/range=custom&.*zone=UTC|zone=UTC.*range=custom/);
    const shown = await total(page).textContent();
    await page.goto(link);
    await expect(total(page)).toHaveText(shown ?? "");
  });

  await test.step("a view is kept under a name, shared, and opened", async () => {
    await page.getByRole("button", { name: "Views", exact: true }).click();
    await page.getByRole("button", { name: "Save this view" }).click();
    const dialog = page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByLabel("Name").fill("One box");
    await dialog.getByLabel("Share with everybody who may see spend").check();
    await expectAccessible(page, "save a view");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(dialog).toBeHidden();
    const kept = await total(page).textContent();
    await page.goto(`${root}/explore`);
    await page.getByRole("button", { name: "Views", exact: true }).click();
    await page.getByRole("link", { name: /^One box/ }).click();
    await expect(page).toHaveURL(/box=box_/);
    await expect(total(page)).toHaveText(kept ?? "");
  });

  await test.step("a bad address says what is wrong with it, and the way out", async () => {
    await page.goto(`${root}/explore?range=9y&zone=Mars`);
    await expect(page.getByText("an IANA time zone, for example UTC or Asia/Shanghai")).toBeVisible();
    await expectAccessible(page, "a bad address");
    await page.getByRole("button", { name: "Start anew" }).click();
    await expect(total(page)).toContainText("$");
  });

  await test.step("a phone sees it all without scrolling sideways", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [root, `${root}/explore?groupBy=model,box`]) {
      await page.goto(path);
      await expect(page.locator(".recharts-surface").first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });
});
