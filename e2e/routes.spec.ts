import { readFileSync } from "node:fs";
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

test("a route from its first draft to the calls that took it", async ({ page, product }) => {
  test.setTimeout(180_000);
  const { slug, people } = await seedInto(product, "Route Labs");
  const person = personOf(product.consoleUrl, slug, await signInOverHttp(product.consoleUrl, people.owner));
  await using box = await startOwnBox(person, product.consoleUrl, "Workshop");
  const practice = (name: string) => person.call("POST", "providers", { name, endpoint: { kind: "practice" } });
  const first = WithId.parse(await practice("Maker")).id;
  await practice("Reseller");
  const { secret } = WithSecret.parse(await person.call("POST", "local-keys", { name: "laptop" }));
  const explanation = page.getByTestId("explanation");
  const chosen = explanation.locator("li[data-chosen]");

  await test.step("a new route: what would happen shows at once, and follows the form", async () => {
    await signInAs(page, people.owner, `/${slug}/routes`);
    await expect(page.getByText("No routes yet")).toBeVisible();
    await expectAccessible(page, "routes, none yet");
    await page.getByRole("link", { name: "Add route" }).first().click();
    await page.getByLabel("Alias").fill("smart");
    await page.getByLabel("Model 1", { exact: true }).selectOption("practice-large");
    await page.getByRole("button", { name: "Add target" }).click();
    await page.getByLabel("Provider 2").selectOption({ label: "Reseller" });
    await page.getByLabel("Model 2", { exact: true }).selectOption("practice-small");
    await expect(chosen).toContainText("practice-large");
    await page.getByRole("radio", { name: /^cheapest/ }).check();
    await expect(chosen).toContainText("practice-small");
    await page.getByRole("radio", { name: /^weighted/ }).check();
    await page.getByLabel("Weight of target 2").fill("3");
    await expect(page.getByText("75%")).toBeVisible();
    await expect(page.getByText(/one fixed draw/)).toBeVisible();
    await page.getByRole("radio", { name: /^priority/ }).check();
    await expect(chosen).toContainText("practice-large");
  });

  await test.step("a constraint takes a target out, and says why", async () => {
    await page.getByText("What a target must be").click();
    await page.getByLabel("Output price at most").fill("0.000001");
    await expect(page.getByText("No target can take this call.")).toBeVisible();
    await expect(explanation.getByText(/Output costs .* per 1M tokens/)).toHaveCount(2);
    await page.getByLabel("Output price at most").fill("");
    await expect(chosen).toContainText("practice-large");
    await expectAccessible(page, "route editor");
  });

  await test.step("what is out of bounds is named at its field, with the bounds", async () => {
    await page.getByText("Retries, fallback, time limits, last resort").click();
    await page.getByLabel("Retries", { exact: true }).fill("9");
    await page.getByRole("button", { name: "Save and send to boxes" }).click();
    await expect(page.getByText("A whole number from 0 to 5.")).toBeVisible();
    await page.getByLabel("Retries", { exact: true }).fill("0");
    await expect(page.getByText(/Both may be billed/)).toBeVisible();
  });

  await test.step("saved, it is on its way and then on the box", async () => {
    await page.getByRole("button", { name: "Save and send to boxes" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/routes$`));
    await expect(page.getByRole("link", { name: "smart" })).toBeVisible();
    await expect(page.getByTestId("fleet-progress")).toContainText("1 of 1 box runs this", { timeout: 20_000 });
    await untilApplied(person, box.boxId);
    await expectAccessible(page, "routes");
  });

  const client = new OpenAI({ baseURL: box.gatewayUrl, apiKey: secret, maxRetries: 0 });
  const ask = () =>
    client.chat.completions.create({ model: "smart", messages: [{ role: "user", content: "Hello route" }] });

  await test.step("the box decides as the page said, and falls back when the first target fails", async () => {
    await until("the box to know the key", () => client.models.list());
    const dryRun = await fetch(`${box.gatewayUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", "x-kaihe-dry-run": "1" },
      body: JSON.stringify({ model: "smart", messages: [{ role: "user", content: "Hello route" }] }),
    });
    expect(await dryRun.json()).toMatchObject({ chosen: { connectionId: first, model: "practice-large" } });
    expect((await ask()).model).toBe("practice-large");
    await fetch(`http://127.0.0.1:${product.ports.PRACTICE_PORT}/sim/script`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "practice-large", calls: ["status=503"] }),
    });
    expect((await ask()).model).toBe("practice-small");
  });

  const rows = page.locator("[data-calls] tbody tr");
  await test.step("the calls are there, newest first, and the address filters them", async () => {
    await page.getByRole("link", { name: "Calls", exact: true }).click();
    await expect(rows).toHaveCount(3, { timeout: 15_000 });
    await expect(page.getByText("3 of 3 loaded")).toBeVisible();
    await expect(rows.first()).toContainText("practice-small");
    await expect(rows.first()).toContainText("fallback");
    await expectAccessible(page, "calls");
    await ask();
    await expect(rows).toHaveCount(4, { timeout: 15_000 });
    await page.getByLabel("Status").selectOption({ label: "provider error" });
    await expect(rows).toHaveCount(1);
    await expect(page).toHaveURL(/status=upstream_error/);
    await expect(rows.first()).toContainText("overloaded");
    await page.getByLabel("Caller").selectOption("laptop");
    await page.reload();
    await expect(rows).toHaveCount(1);
  });

  await test.step("the file has what is filtered", async () => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export CSV" }).click();
    const lines = readFileSync(await (await waiting).path(), "utf8")
      .trimEnd()
      .split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("time,call_id,attempt,reason");
    expect(lines[1]).toMatch(/,practice-large,Workshop,.*,laptop,.*upstream_error,.*503/);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(rows).toHaveCount(4);
  });

  await test.step("by keyboard: down the list, into a call, both attempts in order, and back", async () => {
    await rows.first().getByRole("button").focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows.nth(1).getByRole("button")).toBeFocused();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("2 attempts")).toBeVisible();
    const attempts = dialog.getByRole("listitem");
    await expect(attempts.first()).toContainText("practice-large");
    await expect(attempts.first()).toContainText("503");
    await expect(attempts.nth(1)).toContainText("fallback");
    await expect(dialog.getByRole("link", { name: "Workshop" }).first()).toBeVisible();
    await expectAccessible(page, "call");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("a box says otherwise in the same editor, and the organization's page says so", async () => {
    await page.goto(`/${slug}/boxes/${box.boxId}`);
    await page.getByRole("link", { name: "smart" }).click();
    await expect(page.getByText("For Workshop only.")).toBeVisible();
    await page.getByRole("button", { name: "Move target 2 up" }).click();
    await expect(chosen).toContainText("practice-small");
    await page.getByRole("button", { name: "Save and send to the box" }).click();
    await expect(page.getByText("this box").first()).toBeVisible();
    await untilApplied(person, box.boxId);
    expect((await ask()).model).toBe("practice-small");
    await page.goto(`/${slug}/routes`);
    await expect(page.getByText("Different on Workshop")).toBeVisible();
  });

  await test.step("a key that may name one alias only, changed later", async () => {
    await page.goto(`/${slug}/keys`);
    await expect(page.getByRole("cell", { name: "laptop", exact: true })).toBeVisible();
    await expectAccessible(page, "keys");
    await page.getByRole("button", { name: "Change limits of laptop" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "smart" }).check();
    await dialog.getByLabel("Requests per minute").fill("0");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText("A whole number from 1 to 1,000,000, or empty.")).toBeVisible();
    await dialog.getByLabel("Requests per minute").fill("600");
    await expectAccessible(page, "limits of a key");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("cell", { name: "600 requests / min" })).toBeVisible();
    const other = { model: "practice-reasoner", messages: [{ role: "user" as const, content: "Hello" }] };
    const refusal = await until("the box to hold to it", () =>
      client.chat.completions.create(other).then(
        () => null,
        (error: unknown) => String(error),
      ),
    );
    expect(refusal).toContain("may not use");
    expect((await ask()).model).toBe("practice-small");
  });
});
