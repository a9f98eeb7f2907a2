import { expectAccessible } from "./fixtures/accessible.ts";
import { seedAnomalies, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

test("a runaway agent is seen on the home page, looked into, dismissed with a reason, and opened again", async ({
  page,
  product,
}) => {
  const { slug, orgId, people } = await seedInto(product, "Odd Labs");
  const root = `/${slug}/spend/anomalies`;
  await signInAs(page, people.finance, root);
  await expect(page.getByText("Nothing unusual", { exact: true })).toBeVisible();
  await expect(page.getByText(/at least \$5\.00 and 20% more/)).toBeVisible();
  await expectAccessible(page, "anomalies, none");

  await seedAnomalies(product, orgId);
  const row = page.getByTestId("anomaly").filter({ hasText: "crawler" });
  await test.step("it appears without a reload", async () => {
    await expect(row).toContainText("Severe");
    await expect(row).toContainText("$200.00");
  });

  await test.step("the home page leads to it, open, with its days", async () => {
    await page.goto(`/${slug}`);
    const attention = page.getByRole("listitem").filter({ hasText: "crawler cost" });
    await attention.getByRole("link", { name: "Look into it" }).click();
    await expect(page).toHaveURL(/anomalies\?open=/);
    await expect(row.getByRole("application", { name: "Spend of crawler by day" })).toBeVisible();
    await expect(row.locator(".recharts-surface").first()).toBeVisible();
    await expectAccessible(page, "anomalies, one open");
  });

  await test.step("Explore holds the same days to the agent", async () => {
    await row.getByRole("link", { name: "Explore these days" }).click();
    await expect(page).toHaveURL(/explore\?.*agent=crawler/);
    await expect(page.getByTestId("spend-total")).toContainText("$");
    await page.goBack();
  });

  await test.step("dismissed with a reason, by keyboard", async () => {
    await row.getByRole("button", { name: "Dismiss" }).press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Why")).toBeFocused();
    await page.keyboard.type("A migration we planned");
    await expectAccessible(page, "dismiss an anomaly");
    await dialog.getByRole("button", { name: "Dismiss" }).press("Enter");
    await expect(row).toHaveCount(0);
  });

  await test.step("it says who and why, and can be opened again", async () => {
    await page.getByText("Dismissed", { exact: true }).first().click();
    await expect(page).toHaveURL(/state=dismissed/);
    await row.getByRole("button", { name: "crawler" }).click();
    await expect(row).toContainText(`Dismissed by ${people.finance?.name}`);
    await expect(row).toContainText("A migration we planned");
    await row.getByRole("button", { name: "Reopen" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
    await expect(page.getByText("Nothing matches")).toBeVisible();
  });
});
