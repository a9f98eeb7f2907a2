import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import { seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

/** Types a name into the provider's own sign-in page and consents; whoever was signed in there stays so per context. */
async function passProvider(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/interaction\//);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("whatever");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

const throughProvider = async (page: Page, name: string, next = "/") => {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole("button", { name: "Continue with Loopback ID" }).click();
  await passProvider(page, name);
};

test("a verified address opens the account it belongs to, at the page that was wanted", async ({ page, product }) => {
  const { slug, people } = await seedInto(product);
  await page.goto("/sign-in");
  await expectAccessible(page, "sign-in with an identity provider");
  await throughProvider(page, people.operator?.email ?? "", `/${slug}/budgets`);
  await expect(page).toHaveURL(new RegExp(`/${slug}/budgets$`));
  await page.goto("/account");
  await expect(page.getByText("by identity provider").or(page.getByText("Loopback ID")).first()).toBeVisible();
});

test("an unverified address, and one that nobody has, are told so and nothing opens", async ({ page, product }) => {
  const { slug, people } = await seedInto(product);
  for (const name of [`unverified:${people.viewer?.email}`, "nobody@example.com"]) {
    await page.context().clearCookies();
    await throughProvider(page, name);
    await expect(page.getByText("Nobody here has that identity")).toBeVisible();
    await expectAccessible(page, "sign-in refused");
    await page.goto(`/${slug}`);
    await expect(page).toHaveURL(/\/sign-in/);
  }
});

test("an identity of another address is linked on the account page, signs in, and is unlinked", async ({
  browser,
  page,
  product,
}) => {
  const { slug, people } = await seedInto(product);
  const me = people.admin;
  if (!me) throw new Error("an admin");
  await signInAs(page, me, "/account");
  await page.getByRole("button", { name: "Link Loopback ID" }).click();
  await passProvider(page, `elsewhere-${me.email}`);
  await expect(page).toHaveURL(/\/account/);
  await expect(page.getByText(`elsewhere-${me.email}`)).toBeVisible();
  await expectAccessible(page, "account with a linked identity");

  const other = await browser.newContext({ locale: "en-US" });
  const there = await other.newPage();
  await there.goto(`${product.consoleUrl}/sign-in?next=/${slug}`);
  await there.getByRole("button", { name: "Continue with Loopback ID" }).click();
  await passProvider(there, `elsewhere-${me.email}`);
  await expect(there).toHaveURL(new RegExp(`/${slug}$`));
  await other.close();

  await page.getByRole("button", { name: "Unlink Loopback ID" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
  await expect(page.getByRole("button", { name: "Link Loopback ID" })).toBeVisible();
});

test("an identity that is somebody else's is not taken over", async ({ page, product }) => {
  const { people } = await seedInto(product);
  const [owner, viewer] = [people.owner, people.viewer];
  if (!owner || !viewer) throw new Error("two people");
  await throughProvider(page, owner.email);
  await expect(page).toHaveURL(/\/org-/);
  await page.context().clearCookies();
  await signInAs(page, viewer, "/account");
  await page.getByRole("button", { name: "Link Loopback ID" }).click();
  await passProvider(page, owner.email);
  await expect(page.getByText("belongs to another account")).toBeVisible();
  await expect(page.getByRole("button", { name: "Link Loopback ID" })).toBeVisible();
});
