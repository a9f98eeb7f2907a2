import OpenAI from "openai";
import { expectAccessible } from "./fixtures/accessible.ts";
import { readBoxStatus, signIn } from "./fixtures/person.ts";
import { watchPolicy } from "./fixtures/policy-watch.ts";
import { expect, test } from "./fixtures/test.ts";
import { until } from "./fixtures/until.ts";

test.use({ locale: "en-US", colorScheme: "light" });

test("from the setup link to a refused call: the path a new user walks", async ({ page, product }) => {
  test.setTimeout(180_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const stoppedByPolicy = await watchPolicy(page.context());

  await test.step("the link creates the first person and organization, signed in", async () => {
    await page.goto(product.setupLink);
    await expectAccessible(page, "setup");
    await page.getByLabel("Your name").fill(signIn.name);
    await page.getByLabel("E-mail").fill(signIn.email);
    await page.getByLabel("Password").fill(signIn.password);
    await page.getByLabel("Organization").fill(signIn.orgName);
    await page.getByRole("button", { name: "Create account and organization" }).click();
    await expect(page).toHaveURL(/\/kaihe-labs$/);
    await expect(page.getByText("0 of 4 done")).toBeVisible();
    await expectAccessible(page, "home");
  });

  await test.step("the link does not work again", async () => {
    const token = new URL(product.setupLink).hash.slice(1);
    const again = await page.request.post("/api/v1/setup", {
      data: { token, name: "Eve", email: "eve@example.com", password: "another password", orgName: "Eve" },
    });
    expect(again.status()).toBe(403);
  });

  await test.step("sign out and in again", async () => {
    await page.getByRole("button", { name: signIn.name }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await expectAccessible(page, "sign-in");
    await page.getByLabel("E-mail").fill(signIn.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Wrong e-mail or password.")).toBeVisible();
    await page.getByLabel("Password").fill(signIn.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/kaihe-labs$/);
  });

  const status = await readBoxStatus(product.boxPageUrl);
  await test.step("the box's QR opens a page that shows what the box shows; confirmed, it is online", async () => {
    await page.goto(`${product.boxPageUrl}/`);
    const words = await until("the words on the box", async () => {
      const answer = await page.request.get(`${product.boxPageUrl}/status.json`);
      return (await answer.json()).words as string[];
    });
    await page.goto(`/enroll#${status.enrollment?.userCode}`);
    await expect(page.getByText("Does the box show these three words?")).toBeVisible();
    await expect(page.getByTestId("words").locator("span")).toHaveText(words);
    await expectAccessible(page, "enroll");
    await page.getByLabel("Name").fill("Lobby");
    await page.getByRole("button", { name: "Yes, add this box" }).click();
    await expect(page.getByText("Lobby is online")).toBeVisible();
    await page.getByRole("link", { name: "Next: connect a provider" }).click();
  });

  await test.step("the practice provider is one click", async () => {
    await expect(page).toHaveURL(/\/providers/);
    await page.getByRole("button", { name: /Practice provider/ }).click();
    await expect(page.getByText("practice-large").first()).toBeVisible();
    await expectAccessible(page, "providers");
  });

  await test.step("a budget of five dollars a month", async () => {
    await page.goto("/kaihe-labs/budgets");
    await page.getByRole("button", { name: "Set a budget" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Practice budget");
    await dialog.getByLabel("Cap").fill("5");
    await dialog.getByRole("button", { name: "Set a budget" }).click();
    await expect(page.getByRole("link", { name: "Practice budget" })).toBeVisible();
    await expectAccessible(page, "budgets");
  });

  let localKey = "";
  await test.step("a local key, shown once", async () => {
    await page.goto("/kaihe-labs/keys");
    await page.getByRole("button", { name: "Create a local key" }).first().click();
    await page.getByLabel("Name").fill("laptop");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Create/ })
      .click();
    const dialog = page.getByRole("dialog").filter({ hasText: "Your local key" });
    await expect(dialog).toBeVisible();
    localKey = /kl_[A-Za-z0-9_-]{43}/.exec((await dialog.textContent()) ?? "")?.[0] ?? "";
    expect(localKey).not.toBe("");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText(localKey)).toHaveCount(0);
    await expectAccessible(page, "keys");
  });

  const client = new OpenAI({ baseURL: product.gatewayUrl, apiKey: localKey, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "Say hello to finance" }];

  await test.step("the openai client's calls show up as spend within five seconds, without reload", async () => {
    await until("the box to know the key", () => client.models.list());
    await page.goto("/kaihe-labs/spend");
    await expect(page.getByText("$0.00").first()).toBeVisible();
    const answer = await client.chat.completions.create({ model: "practice-large", messages });
    expect(answer.choices[0]?.message.content).toContain("practice-large");
    await expect(page.getByRole("cell", { name: "practice-large" }).first()).toBeVisible({ timeout: 5_000 });
    let streamed = "";
    for await (const chunk of await client.chat.completions.create({
      model: "practice-small",
      messages,
      stream: true,
    })) {
      streamed += chunk.choices[0]?.delta.content ?? "";
    }
    expect(streamed).toContain("practice-small");
    await expect(page.getByRole("cell", { name: "practice-small" }).first()).toBeVisible({ timeout: 5_000 });
    await expectAccessible(page, "spend");
  });

  await test.step("a route changed in the console is pending, then applied, and answers", async () => {
    await page.goto("/kaihe-labs/boxes");
    await expectAccessible(page, "boxes");
    await page.getByRole("link", { name: "Lobby" }).first().click();
    await expect(page.getByRole("heading", { name: "Lobby" })).toBeVisible();
    await expectAccessible(page, "box");
    const versions = page.getByText(/Version \d+ wanted, \d+ running/);
    const [, before] = /Version (\d+)/.exec((await versions.textContent()) ?? "") ?? [];
    const next = Number(before) + 1;
    await page.getByRole("link", { name: "Add route" }).click();
    await page.getByLabel("Alias").fill("smart");
    await page.getByLabel("Model 1", { exact: true }).selectOption("practice-reasoner");
    await page.getByRole("button", { name: "Save and send to the box" }).click();
    // On its way first, and proven only after the box has watched itself for its observation time.
    await expect(page.getByText(`Version ${next} wanted, ${before} running`)).toBeVisible();
    await expect(page.getByText(`Version ${next} wanted, ${next} running`)).toBeVisible({ timeout: 20_000 });
    const answer = await client.chat.completions.create({ model: "smart", messages });
    expect(answer.model).toBe("practice-reasoner");
  });

  await test.step("Try it sends a prompt through the box", async () => {
    await page.getByLabel("Prompt").fill("Hello from the console");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText(/the practice model/).first()).toBeVisible({ timeout: 15_000 });
  });

  await test.step("with the money at its end the next call is refused as the openai client understands", async () => {
    await page.goto("/kaihe-labs/budgets");
    await page.getByRole("link", { name: "Practice budget" }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("dialog").getByLabel("Cap").fill("0.01");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/Over-committed by/)).toBeVisible();
    await expectAccessible(page, "budget");
    const refusal = await until("a refusal", () =>
      client.chat.completions.create({ model: "practice-reasoner", messages, max_tokens: 4096 }).then(
        () => null,
        (error: unknown) => error,
      ),
    );
    expect(refusal).toMatchObject({ status: 402, code: "budget_exhausted" });
    expect(String(refusal)).toContain("Practice budget");
  });

  await test.step("theme and language change, also after a refresh brought another nonce", async () => {
    const choose = async (menu: string, choice: string) => {
      await page.getByRole("button", { name: menu }).click();
      await page.getByRole("menuitemcheckbox", { name: choice }).click();
    };
    await choose(signIn.name, "Dark");
    await expect(page.locator("html.dark")).toBeAttached();
    await choose(signIn.name, "简体中文");
    await expect(page.locator("html[lang=zh-CN]")).toBeAttached();
    await choose(signIn.name, "浅色");
    await expect(page.locator("html.light")).toBeAttached();
    await choose(signIn.name, "English");
    await expect(page.locator("html[lang^=en]")).toBeAttached();
  });

  expect(errors).toEqual([]);
  expect(stoppedByPolicy, "stopped by the content security policy").toEqual([]);
});
