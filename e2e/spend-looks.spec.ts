import { z } from "zod";
import { expectAccessible } from "./fixtures/accessible.ts";
import { personOf, signInOverHttp } from "./fixtures/person.ts";
import { seedAnomalies, seedCalls, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

const widths = [1440, 768, 390];
const Months = z.object({ items: z.array(z.object({ month: z.string(), state: z.string() })) });
const Closed = z.object({ content: z.object({ id: z.string() }) });
const Anomalies = z.object({ items: z.array(z.object({ id: z.string() })) });

test("every page of spend at three widths, light and dark", async ({ page, product }) => {
  test.setTimeout(180_000);
  const { slug, orgId, people } = await seedInto(product, "Look Labs");
  await seedCalls(product, orgId, { days: 62, calls: 3 });
  await seedAnomalies(product, orgId);
  const person = personOf(product.consoleUrl, slug, await signInOverHttp(product.consoleUrl, people.owner));
  const months = Months.parse(await person.call("GET", "spend/statements")).items;
  const month = months.find(({ state }) => state === "next")?.month;
  const statement = Closed.parse(await person.call("POST", "spend/statements", { month })).content.id;
  const anomaly = Anomalies.parse(await person.call("GET", "spend/anomalies")).items[0]?.id;

  await signInAs(page, people.owner, `/${slug}/spend`);
  const paths = ["", "/explore", `/anomalies?open=${anomaly}`, "/savings", "/invoices", "/reports"];
  for (const path of [...paths, `/reports/${statement}`]) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/${slug}/spend${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    // What is still coming is grey and pulses.
    await expect(page.locator("main .animate-pulse")).toHaveCount(0);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const name = `spend${path} at ${width}, ${colorScheme}`;
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
        await expectAccessible(page, name);
      }
    }
  }
});
