import { seedCalls, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { test } from "./fixtures/test.ts";
test.use({ locale: "en-US" });
test("shots", async ({ page, product }) => {
  test.setTimeout(120_000);
  const { slug, orgId, people } = await seedInto(product, "Shot Labs");
  await seedCalls(product, orgId, { days: 100, boxes: 3, calls: 4 });
  await signInAs(page, people.owner, `/${slug}/spend/reports`);
  for (let i = 0; i < 2; i++) {
    await page.getByRole("button", { name: /^Close \w+ 20\d\d$/ }).click();
    await page.getByRole("button", { name: "Close the month" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.waitForTimeout(500);
  }
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const w of [1440, 768, 390]) {
      await page.setViewportSize({ width: w, height: 900 });
      await page.goto(`/${slug}/spend/reports`); await page.waitForTimeout(600);
      await page.screenshot({ path: `/tmp/h4out/list-${scheme}-${w}.png`, fullPage: true });
      await page.getByRole("table", { name: "Months" }).getByRole("link").first().click();
      await page.waitForURL(/stm_/); await page.waitForTimeout(1200);
      await page.screenshot({ path: `/tmp/h4out/one-${scheme}-${w}.png`, fullPage: true });
    }
  }
  await page.context().clearCookies(); await signInAs(page, people.owner, `/${slug}/spend/reports`);
  await page.context().addCookies([{ name: "kaihe-locale", value: "zh", domain: new URL(page.url()).hostname, path: "/" }]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/${slug}/spend/reports`); await page.waitForTimeout(600);
  await page.screenshot({ path: `/tmp/h4out/list-zh.png`, fullPage: true });
  await page.getByRole("table").getByRole("link").first().click();
  await page.waitForURL(/stm_/); await page.waitForTimeout(1000);
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.screenshot({ path: `/tmp/h4out/one-zh-print.png`, fullPage: true });
});
