import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import { type Seeded, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

/** Somebody else's browser. */
async function otherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", ...(baseURL ? { baseURL } : {}) });
  return context.newPage();
}

const secretIn = async (page: Page) => (await page.getByTestId("secret").textContent()) ?? "";

test("an organization from its first invite to its deletion", async ({ page, product, browser, baseURL }) => {
  test.setTimeout(180_000);
  const seeded: Seeded = await seedInto(product, "Journey Labs");
  const { slug, people } = seeded;
  const newcomer = { name: "Nell Newcomer", email: `nell-${slug}@example.com`, password: "four words in a row" };
  const other = await otherBrowser(browser, baseURL);
  let inviteLink = "";

  await test.step("the owner invites; without a mail server the link is shown once", async () => {
    await signInAs(page, people.owner, `/${slug}/members`);
    await expect(page.getByText("5 people")).toBeVisible();
    await expectAccessible(page, "members");
    await page.getByRole("button", { name: "Invite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill(people.viewer.email);
    await dialog.getByRole("button", { name: "Send invite" }).click();
    await expect(dialog.getByText("This person is a member already.")).toBeVisible();
    await dialog.getByLabel("E-mail").fill(newcomer.email);
    await dialog.getByLabel("Role").selectOption("viewer");
    await expectAccessible(page, "invite dialog");
    await dialog.getByRole("button", { name: "Send invite" }).click();
    inviteLink = await secretIn(page);
    expect(inviteLink).toContain("/invite#");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("heading", { name: "Open invites" })).toBeVisible();
  });

  await test.step("the link makes an account in another browser, once", async () => {
    await other.goto(inviteLink);
    await expect(other.getByText("Journey Labs")).toBeVisible();
    await expectAccessible(other, "invite");
    await other.getByLabel("Your name").fill(newcomer.name);
    await other.getByLabel("Password").fill(newcomer.password);
    await other.getByRole("button", { name: "Create account and join" }).click();
    await expect(other).toHaveURL(new RegExp(`/${slug}$`));
    await expect(page.getByText(newcomer.name)).toBeVisible();
    await expect(page.getByRole("heading", { name: "Open invites" })).toHaveCount(0);
    const stranger = await otherBrowser(browser, baseURL);
    await stranger.goto(inviteLink);
    await expect(stranger.getByText("This link was used")).toBeVisible();
    await stranger.context().close();
  });

  await test.step("a new role changes the other's open page at once", async () => {
    const nav = other.getByRole("navigation");
    await expect(nav.getByRole("link", { name: "Members" })).toBeVisible();
    await expect(nav.getByRole("link", { name: "Audit" })).toHaveCount(0);
    await page.getByRole("button", { name: `Actions for ${newcomer.name}` }).click();
    await page.getByRole("menuitem", { name: "Change role" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Role").selectOption("admin");
    await dialog.getByRole("button", { name: "Change role" }).click();
    await expect(nav.getByRole("link", { name: "Audit" })).toBeVisible();
  });

  let apiKey = "";
  await test.step("an API key, shown once, works within its permissions and not beyond", async () => {
    await other.goto(`/${slug}/api-keys`);
    await expect(other.getByText("No API keys yet")).toBeVisible();
    await expectAccessible(other, "api keys");
    await other.getByRole("button", { name: "Create an API key" }).click();
    const dialog = other.getByRole("dialog");
    await dialog.getByRole("button", { name: "Create an API key" }).click();
    await expect(dialog.getByText("Choose at least one permission.")).toBeVisible();
    await dialog.getByLabel("Name", { exact: true }).fill("CI");
    await dialog.getByRole("button", { name: "Read only" }).click();
    await expectAccessible(other, "API key dialog");
    await dialog.getByRole("button", { name: "Create an API key" }).click();
    apiKey = await secretIn(other);
    expect(apiKey).toMatch(/^kf_live_[0-9A-Za-z]{38}$/);
    await expect(dialog.getByText(`curl -H "Authorization: Bearer ${apiKey}"`)).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(other.getByText(apiKey)).toHaveCount(0);
    expect((await callWithKey("GET", "boxes")).status).toBe(200);
    expect((await callWithKey("POST", "local-keys", { name: "x" })).status).toBe(403);
    expect((await callWithKey("POST", "api-keys", { name: "x" })).status).toBe(403);
  });

  await test.step("the roles page says what is enforced", async () => {
    await page.goto(`/${slug}/members/roles`);
    const row = page.getByRole("row", { name: /Delete or hand over the organization/ });
    await expect(row.getByText("yes")).toHaveCount(1);
    await expect(row.getByText("no", { exact: true })).toHaveCount(4);
    await expectAccessible(page, "roles");
  });

  await test.step("whoever is removed is out at once, and so is their key", async () => {
    await other.goto(`/${slug}/members`);
    await expect(other.getByRole("heading", { name: "Members" })).toBeVisible();
    await page.goto(`/${slug}/members`);
    await page.getByRole("button", { name: `Actions for ${newcomer.name}` }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("5 people")).toBeVisible();
    await expect(other.getByRole("heading", { name: "Members" })).toHaveCount(0);
    expect((await other.request.get("/api/v1/boxes", { headers: { "kaihe-org": slug } })).status()).toBe(404);
    expect((await callWithKey("GET", "boxes")).status).toBe(401);
    await other.context().close();
  });

  await test.step("the audit tells all of it, filtered by the address, and is exported", async () => {
    await page.getByRole("link", { name: "Audit" }).click();
    const log = page.getByRole("list", { name: "Audit" });
    await expect(log.getByText(`invited ${newcomer.email}`)).toBeVisible();
    await expect(log.getByText("joined by the invite of")).toBeVisible();
    await expect(log.getByText("created the API key")).toBeVisible();
    await expectAccessible(page, "audit");
    await page.getByLabel("About").selectOption("members");
    await expect(log.getByText("created the API key")).toHaveCount(0);
    await expect(page).toHaveURL(/noun=members/);
    await page.reload();
    await expect(log.getByText("created the API key")).toHaveCount(0);
    await log.getByText("changed the role of").click();
    await expect(log.getByRole("row", { name: "role viewer admin" })).toBeVisible();
    await expectAccessible(page, "audit entry");
    await page.getByRole("button", { name: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: /JSON Lines/ }).click();
    expect((await download).suggestedFilename()).toMatch(/\.jsonl$/);
    const csv = await page.request.get(`/api/v1/audit/export?format=csv&noun=members&org=${slug}`);
    const lines = (await csv.text()).trimEnd().split("\r\n");
    expect(lines.length).toBe(5);
    expect(lines.join()).toContain("members.remove");
  });

  const second = `second-${slug}`;
  await test.step("a second organization; the switcher stays on the page", async () => {
    await page.goto(`/${slug}/budgets`);
    await page.getByRole("button", { name: /Switch organization/ }).click();
    await page.getByRole("menuitem", { name: "Create organization" }).click();
    await expect(page.getByRole("heading", { name: "Create an organization" })).toBeVisible();
    await expectAccessible(page, "new organization");
    await page.getByLabel("Name").fill("Second Labs");
    await expect(page.getByLabel("Address")).toHaveValue("second-labs");
    await page.getByLabel("Address").fill(slug);
    await page.getByRole("button", { name: "Create an organization" }).click();
    await expect(page.getByText("This address is taken.")).toBeVisible();
    await page.getByLabel("Address").fill(second);
    await page.getByRole("button", { name: "Create an organization" }).click();
    await expect(page).toHaveURL(new RegExp(`/${second}$`));
    await page.goto(`/${second}/budgets`);
    await page.getByRole("button", { name: /Switch organization/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "Journey Labs" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/budgets$`));
  });

  await test.step("settings move the address", async () => {
    await page.goto(`/${second}/settings`);
    await expectAccessible(page, "settings");
    await page.getByLabel("Name").fill("Moved Labs");
    await page.getByLabel("Address").fill(`moved-${slug}`);
    await expect(page.getByText(`Links to /${second} stop working`)).toBeVisible();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(new RegExp(`/moved-${slug}/settings$`));
    expect((await page.request.get("/api/v1/orgs/current", { headers: { "kaihe-org": second } })).status()).toBe(404);
  });

  await test.step("deleted by typing its name, it is gone for everyone", async () => {
    const viewer = await otherBrowser(browser, baseURL);
    await signInAs(viewer, people.viewer, `/${slug}/members`);
    await expect(viewer.getByRole("heading", { name: "Members" })).toBeVisible();
    await page.goto(`/${slug}/settings`);
    await page.getByRole("button", { name: "Delete Journey Labs" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("5 people lose access")).toBeVisible();
    await expectAccessible(page, "delete dialog");
    await expect(dialog.getByRole("button", { name: "Delete organization" })).toBeDisabled();
    await dialog.getByRole("textbox").fill("Journey Labs");
    await dialog.getByRole("button", { name: "Delete organization" }).click();
    await expect(page).toHaveURL(new RegExp(`/moved-${slug}$`));
    await expect(viewer.getByRole("heading", { name: "Members" })).toHaveCount(0);
    for (const path of ["boxes", "members", "audit", "orgs/current", "events"]) {
      const answer = await page.request.get(`/api/v1/${path}`, { headers: { "kaihe-org": slug } });
      expect(answer.status(), path).toBe(404);
    }
    await viewer.context().close();
  });

  async function callWithKey(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${product.consoleUrl}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
});

test("somebody with an account joins by one click, and nobody else can", async ({
  page,
  product,
  browser,
  baseURL,
}) => {
  const host = await seedInto(product, "Host Labs");
  const guest = await seedInto(product, "Guest Labs");
  await signInAs(page, host.people.owner, `/${host.slug}/members`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("dialog").getByLabel("E-mail").fill(guest.people.finance.email);
  await page.getByRole("dialog").getByRole("button", { name: "Send invite" }).click();
  const link = await secretIn(page);

  const other = await otherBrowser(browser, baseURL);
  await signInAs(other, guest.people.viewer, `/${guest.slug}`);
  await other.goto(link);
  await expect(other.getByText("which is another address")).toBeVisible();
  await expectAccessible(other, "invite of another");
  await other.getByRole("button", { name: "Sign out and go on" }).click();
  await other.getByRole("button", { name: "Sign in to accept" }).click();
  await other.getByLabel("E-mail").fill(guest.people.finance.email);
  await other.getByLabel("Password").fill(guest.people.finance.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByRole("button", { name: "Join Host Labs" }).click();
  await expect(other).toHaveURL(new RegExp(`/${host.slug}$`));
  await expect(page.getByText(guest.people.finance.email).first()).toBeVisible();
  await other.context().close();
});
