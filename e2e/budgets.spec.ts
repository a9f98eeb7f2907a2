import { readFileSync } from "node:fs";
import { z } from "zod";
import { expectAccessible } from "./fixtures/accessible.ts";
import { personOf, signInOverHttp } from "./fixtures/person.ts";
import { seedInto, seedSpending } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

const Ids = z.object({ items: z.array(z.object({ id: z.string() })) });

test("a budget from its first draft to a cap below what is committed", async ({ page, product }) => {
  test.setTimeout(120_000);
  const { slug, orgId, people } = await seedInto(product, "Budget Labs");
  const person = personOf(product.consoleUrl, slug, await signInOverHttp(product.consoleUrl, people.owner));
  await person.call("POST", "providers", { name: "Practice", endpoint: { kind: "practice" } });
  const dialog = page.getByRole("dialog");
  const row = page.getByTestId("budget");
  const part = (name: string) => page.getByTestId(`part-${name}`);

  await test.step("none yet; the form names what is missing at its field", async () => {
    await signInAs(page, people.owner, `/${slug}/budgets`);
    await expect(page.getByText("No budgets yet")).toBeVisible();
    await expectAccessible(page, "budgets, none yet");
    await page.getByRole("button", { name: "Set a budget" }).first().click();
    await dialog.getByLabel("Name").fill("Lab, small models");
    await dialog.getByLabel("What is paid for").selectOption({ label: "One model family" });
    await dialog.getByLabel("Who spends").selectOption({ label: "A group of boxes" });
    await dialog.getByLabel("Cap").fill("-5");
    await dialog.getByRole("button", { name: "Set a budget" }).click();
    await expect(dialog.getByText(/An amount from 0.01/)).toBeVisible();
    await expect(dialog.getByText(/for example gpt-5/)).toBeVisible();
    await expect(dialog.getByText(/at most 32/)).toBeVisible();
    await expectAccessible(page, "budget form with faults");
  });

  await test.step("a scope, a period, what happens at the cap and who is told", async () => {
    await dialog.getByLabel("What is paid for").selectOption({ label: "One connection" });
    await dialog.getByLabel("Connection", { exact: true }).selectOption({ label: "Practice" });
    await dialog.getByLabel("Who spends").selectOption({ label: "The whole organization" });
    await dialog.getByLabel("Cap").fill("10");
    await dialog.getByLabel("Resets").selectOption({ label: "Every week" });
    await dialog.getByLabel("Week starts on").selectOption({ label: "Sunday" });
    await dialog.getByRole("radio", { name: /^Go cheaper/ }).check();
    await dialog.getByRole("button", { name: "90%" }).click();
    await expectAccessible(page, "budget form");
    await dialog.getByRole("button", { name: "Set a budget" }).click();
    await expect(row).toContainText("Practice · all boxes");
    await expect(row).toContainText("$10.00 per week");
    await expect(part("free")).toHaveText("$10.00");
    await expectAccessible(page, "budgets");
  });

  await test.step("after some days of calls: the bar, who holds what, and the filter", async () => {
    const { items } = Ids.parse(await person.call("GET", "budgets"));
    await seedSpending(product, orgId, items[0]?.id ?? "");
    await page.reload();
    await expect(part("spent")).toHaveText("$4.00");
    await expect(part("leased")).toHaveText("$1.00");
    await expect(part("presumed")).toHaveText("$0.50");
    await expect(part("free")).toHaveText("$4.50");
    await expect(row).toContainText("Held by Lab $1.00, Lobby $0.50");
    await page.getByLabel("State").selectOption({ label: "Paused" });
    await expect(page).toHaveURL(/state=paused/);
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear search" }).click();
    await expectAccessible(page, "budgets in use");
    await page.getByRole("link", { name: "Lab, small models" }).click();
  });

  await test.step("its page: the curve as picture, table and file, the leases, the history", async () => {
    await expect(page.getByRole("heading", { name: "Lab, small models" })).toBeVisible();
    await expect(page.getByText(/At this pace \$.* by/)).toBeVisible();
    await expect(page.getByText(/The curve shows .*; the account says \$4.00/)).toBeVisible();
    await expectAccessible(page, "budget");
    await page.getByRole("button", { name: "Table" }).click();
    await expect(page.getByRole("columnheader", { name: "Even pace" })).toBeVisible();
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    const [header] = readFileSync(await (await waiting).path(), "utf8").split("\r\n");
    // A mark of its encoding stands before it, for spreadsheets.
    expect(header?.trim()).toBe("From,Spent,Cap,Even pace,Forecast");
    await expect(page.getByRole("list", { name: "History" })).toContainText("Ada Owner set the budget");
    await page.getByRole("button", { name: "Write off what Lobby holds" }).click();
    await expect(dialog.getByText(/Lobby may have spent it all the same/)).toBeVisible();
    await expectAccessible(page, "write off");
    await page.keyboard.press("Escape");
  });

  await test.step("paused and resumed", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(dialog.getByText(/stop spending under it within seconds/)).toBeVisible();
    await dialog.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByText("Paused", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Resume" }).click();
    await dialog.getByRole("button", { name: "Resume" }).click();
    await expect(page.getByText("Paused", { exact: true })).toHaveCount(0);
  });

  await test.step("raised for a while", async () => {
    await page.getByRole("button", { name: "Raise" }).click();
    await dialog.getByLabel("Until").fill("2020-01-01T00:00");
    await dialog.getByLabel("Raise by").fill("2.50");
    await dialog.getByRole("button", { name: "Raise" }).click();
    await expect(dialog.getByText(/at most 400 days ahead/)).toBeVisible();
    await dialog.getByLabel("Until").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 16));
    await expect(dialog.getByText("The cap is $12.50 until then.")).toBeVisible();
    await expectAccessible(page, "raise");
    await dialog.getByRole("button", { name: "Raise" }).click();
    await expect(page.getByText("Raised by $2.50", { exact: true })).toBeVisible();
    await expect(part("free")).toHaveText("$7.00");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "End the raise" }).click();
    await dialog.getByRole("button", { name: "End the raise" }).click();
    await expect(part("free")).toHaveText("$4.50");
  });

  await test.step("a cap below what is committed is allowed, and says by how much before and after", async () => {
    await page.getByRole("button", { name: "Edit" }).click();
    await dialog.getByLabel("Cap").fill("3");
    await expect(dialog.getByText(/Over-committed by \$2.50/)).toBeVisible();
    await expectAccessible(page, "edit");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(part("over")).toHaveText("$2.50");
    await expect(page.getByText(/Over-committed by \$2.50/)).toBeVisible();
    await expect(page.getByRole("list", { name: "History" })).toContainText("Cap: $10.00 → $3.00");
    await expectAccessible(page, "budget, over-committed");
  });
});
