import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expectAccessible } from "./fixtures/accessible.ts";
import { seedInto } from "./fixtures/seeded.ts";
import { signInAs, typePassword } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";
import { until } from "./fixtures/until.ts";

test.use({ locale: "en-US", colorScheme: "light" });

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Account of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

/** What the authenticator app shows; a code works once, so a second sign-in within its time takes the next. */
function codeOf(secret: string, ahead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });
}

test("a second factor: set up by the shown secret, asked for at sign-in, a recovery code instead, turned off", async ({
  page,
  product,
}) => {
  const { people } = await seedInto(product);
  const person = people.viewer;
  await signInAs(page, person, "/account");
  await expectAccessible(page, "account");

  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await expectAccessible(page, "two-factor set-up");
  const secret = ((await dialog.getByTestId("totp-secret").textContent()) ?? "").replaceAll(" ", "");
  await dialog.getByLabel("Code from the app").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("That is not the code the app shows now.")).toBeVisible();
  await dialog.getByLabel("Code from the app").fill(codeOf(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByRole("heading", { name: "Recovery codes" })).toBeVisible();
  const codes = await dialog.getByTestId("recovery-codes").getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  await expectAccessible(page, "recovery codes");
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();

  await signOut(page, person.name);
  await typePassword(page, person, "/account");
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await expectAccessible(page, "code step");
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("That code is wrong or was used already. Wait for the next one.")).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();

  await signOut(page, person.name);
  await typePassword(page, person, "/account");
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("9 recovery codes are left")).toBeVisible();

  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("button", { name: "Set up" })).toBeVisible();
});

test("a passkey: added, renamed, used to sign in with nothing typed, removed", async ({ page, product }) => {
  const { people } = await seedInto(product);
  const person = people.operator;
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signInAs(page, person, "/account");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a passkey" }).click();
  await expect(dialog.getByText("Enter a name of at most 100 characters.")).toBeVisible();
  await expectAccessible(page, "add a passkey");
  await dialog.getByLabel("Name").fill("Laptop");
  await dialog.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("cell", { name: "Laptop", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Rename Laptop" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Desk");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "Desk", exact: true })).toBeVisible();

  await signOut(page, person.name);
  await page.goto("/sign-in?next=/account");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(person.name);

  await page.getByRole("button", { name: "Remove Desk" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No passkey yet")).toBeVisible();
  await signOut(page, person.name);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("The passkey did not work.")).toBeVisible();
});

test("too many attempts are said in words, with how long to wait", async ({ page, product }) => {
  const url = `${product.consoleUrl}/api/auth/error?error=rate_limited:61`;
  // The limit itself is the server's (lib/auth/password-sign-in.db.test.ts); using it up here would shut out other journeys.
  await page.route("**/api/auth/callback/credentials", (route) => route.fulfill({ status: 401, json: { url } }));
  await typePassword(page, { email: "ada@example.com", password: "not it at all" }, "/account");
  await expect(page.getByText("Too many attempts. Try again in 2 minutes.")).toBeVisible();
});

test("ending a session signs that browser out by itself, back to the same page after sign-in", async ({
  page,
  product,
  browser,
}) => {
  const { people, slug } = await seedInto(product);
  const person = people.finance;
  await signInAs(page, person, "/account");
  const elsewhere = await browser.newContext({ baseURL: product.consoleUrl, locale: "en-US" });
  const other = await elsewhere.newPage();
  await signInAs(other, person, "/account");
  const connected = other.waitForResponse((response) => response.url().includes("/api/v1/events"));
  await other.goto(`/${slug}/boxes`);
  await connected;
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: /^End the session of/ }).click();
  await expect(page.getByText("The session has ended")).toBeVisible();
  await expect(other).toHaveURL(new RegExp(`/sign-in\\?next=%2F${slug}%2Fboxes`));
  await other.getByLabel("E-mail").fill(person.email);
  await other.getByLabel("Password").fill(person.password);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other).toHaveURL(new RegExp(`/${slug}/boxes`));
  await elsewhere.close();
});

test("what needs a fresh proof asks for it once and goes on; giving up leaves the refusal", async ({
  page,
  product,
}) => {
  const { people } = await seedInto(product);
  await signInAs(page, people.admin, "/account");
  const problem = { type: "about:blank", title: "x", status: 403, code: "reauthentication_required", requestId: "r1" };
  const refuseOnce = () =>
    page.route("**/api/v1/me/totp", (route) => route.fulfill({ status: 403, json: problem }), { times: 1 });

  await refuseOnce();
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "confirm");
  await dialog.getByLabel("Password").fill("not it at all");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("Wrong password.")).toBeVisible();
  await dialog.getByLabel("Password").fill(people.admin.password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByTestId("totp-secret")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  await refuseOnce();
  await page.getByRole("button", { name: "Set up" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("This needs you to confirm that it is you.")).toBeVisible();
});

test("a new password, refused while weak or the old one is wrong, takes over", async ({ page, product }) => {
  const { people } = await seedInto(product);
  const person = people.viewer;
  const next = "four unrelated nouns daily";
  await signInAs(page, person, "/account");
  await page.getByLabel("Name").fill(" ");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a name of at most 100 characters.")).toBeVisible();
  await page.getByLabel("Name").fill("Grace Viewer");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Account of Grace Viewer" })).toBeVisible();
  await page.getByRole("button", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("not it at all");
  await dialog.getByLabel("New password").fill("Password1234!");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog.getByText("Wrong password.")).toBeVisible();
  await dialog.getByLabel("Current password").fill(person.password);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog.getByText(/too easy to guess/)).toBeVisible();
  await expectAccessible(page, "change password");
  await dialog.getByLabel("New password").fill(next);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password saved.")).toBeVisible();
  await signOut(page, "Grace Viewer");
  await typePassword(page, person, "/account");
  await expect(page.getByText("Wrong e-mail or password.")).toBeVisible();
  await signInAs(page, { ...person, password: next }, "/account");
});

test("a forgotten password: a link once, from the log while there is no mail server", async ({ page, product }) => {
  const { people } = await seedInto(product);
  const { email } = people.owner;
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill("nonsense");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("Enter an e-mail address")).toBeVisible();
  await expectAccessible(page, "reset");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("Look into your mail")).toBeVisible();
  const link = await until("the link in the worker's log", () => {
    const lines = readFileSync(join(product.dataDir, "logs/worker.log"), "utf8").split("\n");
    const line = lines.find((text) => text.includes(email) && text.includes("/reset/new#"));
    return line && /http[^"\s]+\/reset\/new#[\w-]+/.exec(line)?.[0];
  });
  await page.goto(link);
  await expect(page).toHaveURL(/\/reset\/new$/);
  await expectAccessible(page, "new password");
  await page.getByLabel("Password").fill("qwertyuiop12");
  await page.getByRole("button", { name: "Save the new password" }).click();
  await expect(page.getByText(/too easy to guess/)).toBeVisible();
  await page.getByLabel("Password").fill("four unrelated nouns daily");
  await page.getByRole("button", { name: "Save the new password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signInAs(page, { email, password: "four unrelated nouns daily" }, "/account");
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.goto(link);
  await page.getByLabel("Password").fill("five unrelated nouns daily");
  await page.getByRole("button", { name: "Save the new password" }).click();
  await expect(
    page.getByText("This link was used, taken back or replaced, or has expired. Ask for a new one."),
  ).toBeVisible();
});
