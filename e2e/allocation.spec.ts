import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/accessible.ts";
import { personOf, signInOverHttp } from "./fixtures/person.ts";
import { seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ locale: "en-US", colorScheme: "light" });

const cellOf = (page: Page, place: string) => page.locator(`[data-cell="${place}"]`);

async function tag(page: Page, slug: string, box: string, tags: string[]) {
  await page.goto(`/${slug}/boxes`);
  await page.getByRole("link", { name: box }).click();
  await page.getByRole("button", { name: "Actions for this box" }).click();
  await page.getByRole("menuitem", { name: "Edit tags" }).click();
  const dialog = page.getByRole("dialog");
  for (const name of tags) {
    await dialog.getByLabel("Tags", { exact: true }).fill(name);
    await page.keyboard.press("Enter");
  }
  return dialog;
}

test("money is divided among groups of boxes, split, and taken to a file and back", async ({ page, product }) => {
  test.setTimeout(180_000);
  const { slug, people } = await seedInto(product, "Allocation Labs", ["Lobby", "Workshop"]);
  const person = personOf(product.consoleUrl, slug, await signInOverHttp(product.consoleUrl, people.owner));
  for (const name of ["Alpha", "Beta"]) {
    await person.call("POST", "providers", { name, endpoint: { kind: "practice" } });
  }
  await signInAs(page, people.owner, `/${slug}/budgets/allocation`);

  await test.step("without groups the page says how to make one", async () => {
    await expect(page.getByText("No groups yet")).toBeVisible();
    await expectAccessible(page, "empty allocation");
  });

  await test.step("two boxes get tags by the keyboard; what is no tag is said", async () => {
    const dialog = await tag(page, slug, "Lobby", ["Not a tag!"]);
    await expect(dialog.getByText(/Lower-case letters, digits/)).toBeVisible();
    await dialog.getByLabel("Tags", { exact: true }).fill("east");
    await page.keyboard.press(",");
    await dialog.getByLabel("Tags", { exact: true }).fill("wrong");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Backspace");
    await expect(dialog.getByText("wrong")).toHaveCount(0);
    await expectAccessible(page, "tags dialog");
    await dialog.getByRole("button", { name: "Save tags" }).click();
    await expect(page.getByTestId("presence").locator("..").getByText("east")).toBeVisible();
    const second = await tag(page, slug, "Workshop", ["lab"]);
    await second.getByRole("button", { name: "Save tags" }).click();
    await expect(page.getByText("The tags of Workshop are saved.")).toBeVisible();
  });

  await test.step("the list of boxes is filtered by tag, in the address", async () => {
    await page.goto(`/${slug}/boxes`);
    await page.getByLabel("Show boxes with tag").selectOption("lab");
    await expect(page.getByRole("link", { name: "Workshop" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Lobby" })).toHaveCount(0);
    await expect(page).toHaveURL(/tag=lab/);
    await expectAccessible(page, "boxes by tag");
  });

  await test.step("the matrix is filled by the keyboard and a pasted block; too much is said in words", async () => {
    const budgets = (await person.call("GET", "providers")) as { items: { id: string; name: string }[] };
    const alpha = budgets.items.find(({ name }) => name === "Alpha")?.id;
    await person.call("POST", "budgets", {
      name: "All Alpha",
      connectionId: alpha,
      period: "month",
      capNanos: 10n ** 10n,
    });
    await page.goto(`/${slug}/budgets`);
    await page.getByRole("link", { name: "Allocation" }).click();
    await expect(page.getByRole("grid", { name: "Allocation" })).toHaveAttribute("aria-busy", "false");
    await cellOf(page, "0/0").focus();
    await page.keyboard.type("7.5");
    await page.keyboard.press("Enter");
    await expect(cellOf(page, "1/0")).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await expect(cellOf(page, "0/1")).toBeFocused();
    await page.keyboard.type("4");
    await page.keyboard.press("Escape");
    await expect(cellOf(page, "0/1")).toContainText("no budget");
    await page.keyboard.press("Enter");
    await page.keyboard.type("4");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("row-sum-Alpha")).toContainText("$11.50");
    await expect(page.getByTestId("row-sum-Alpha")).toContainText("over by $1.50");
    await cellOf(page, "1/0").evaluate((cell) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", "1\t2\n3\t4\n");
      cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await expect(page.getByTestId("row-sum-Beta")).toContainText("$3.00");
    await expect(page.getByTestId("column-sum-lab")).toContainText("$6.00");
    await expect(page.getByTestId("total-sum")).toContainText("$14.50");
    await expect(page.getByText("4 cells changed, not saved.")).toBeVisible();
    await expectAccessible(page, "allocation");
    await cellOf(page, "1/1").focus();
    await page.keyboard.type("abc");
    await page.keyboard.press("1");
    await page.keyboard.type("x");
    await page.keyboard.press("Enter");
    await expect(page.getByText("1 cell is not an amount.")).toBeVisible();
    await cellOf(page, "1/1").focus();
    await page.keyboard.press("Escape");
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Save allocation" }).click();
    await expect(page.getByText("The allocation is saved.")).toBeVisible();
    await page.reload();
    // What is typed before React is there is lost.
    await expect(page.getByRole("grid", { name: "Allocation" })).toHaveAttribute("aria-busy", "false");
    await expect(page.getByTestId("total-sum")).toContainText("$14.50");
    await expect(page.getByTestId("row-sum-Alpha")).toContainText("over by $1.50");
  });

  await test.step("another's change under a typed cell is shown, and nothing is passed over", async () => {
    const cells = (await person.call("GET", "budgets/allocation?period=month")) as {
      cells: { connectionId: string; tag: string; capNanos: string }[];
    };
    const east = cells.cells.find(({ tag, capNanos }) => tag === "east" && capNanos === "7500000000");
    await cellOf(page, "0/0").focus();
    await page.keyboard.type("9");
    await page.keyboard.press("Enter");
    const change = { ...east, expectedNanos: east?.capNanos, capNanos: "6000000000" };
    await person.call("PUT", "budgets/allocation", { period: "month", cells: [change] });
    await expect(page.getByText("Alpha × east is $6.00 now.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Save allocation" })).toBeDisabled();
    await expectAccessible(page, "allocation in conflict");
    await page.getByRole("button", { name: "Keep my amounts" }).click();
    await page.getByRole("button", { name: "Save allocation" }).click();
    await expect(page.getByTestId("row-sum-Alpha")).toContainText("$13.00");
    await expect(page.getByText("Nothing changed.")).toBeVisible();
  });

  await test.step("on a phone the cells are a list by provider", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByRole("grid")).toBeHidden();
    const alpha = page.getByRole("group", { name: /Alpha/ });
    await alpha.getByLabel("east").fill("5.05");
    await expect(page.getByTestId("list-sum-Alpha")).toContainText("$9.05");
    await expectAccessible(page, "allocation on a phone");
    await page.getByRole("button", { name: "Take back" }).click();
    await expect(page.getByTestId("list-sum-Alpha")).toContainText("$13.00");
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step("an amount is split among the boxes, to the cent, as the preview said", async () => {
    await page.goto(`/${slug}/budgets`);
    await page.getByRole("button", { name: "Split" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Share");
    await dialog.getByLabel("Amount to split").fill("0.01");
    await expect(dialog.getByText(/each needs at least one cent, 0.02 USD together/)).toBeVisible();
    await dialog.getByLabel("Amount to split").fill("10");
    await dialog.getByText("By weights").click();
    await dialog.getByLabel("Weight of Lobby").fill("3");
    await expect(dialog.getByRole("row", { name: /Lobby/ })).toContainText("$7.50");
    await expect(dialog.getByTestId("split-total")).toContainText("$10.00");
    await expectAccessible(page, "split dialog");
    await dialog.getByText("By last month's use").click();
    await expect(dialog.getByText(/Nobody spent anything/)).toBeVisible();
    await dialog.getByRole("button", { name: "Create 2 budgets" }).click();
    await expect(page.getByRole("link", { name: "Share · Lobby" })).toBeVisible();
    await page.goto(`/${slug}/boxes`);
    await page.getByRole("link", { name: "Lobby" }).click();
    const card = page.getByRole("region", { name: "Budgets" });
    await expect(card.getByRole("link", { name: "Share · Lobby" })).toBeVisible();
    await expect(card.getByText("Share · Workshop")).toHaveCount(0);
    await expect(card.getByText("Group east").first()).toBeVisible();
    await expectAccessible(page, "box with budgets");
  });

  await test.step("exported and imported again nothing changes; a changed file says what it would do, and does it", async () => {
    await page.goto(`/${slug}/budgets`);
    await page.getByRole("button", { name: "Import and export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Export as CSV" }).click();
    const file = await (await download).path();
    await page.getByRole("button", { name: "Import and export" }).click();
    await page.getByRole("menuitem", { name: "Import…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("File").setInputFiles(file);
    await dialog.getByRole("button", { name: "Check" }).click();
    await expect(dialog.getByTestId("import-summary")).toHaveText("Nothing would change, 7 as before.");
    await dialog.getByLabel("Or paste").fill("name,cap,period\nAll Alpha,12,month\nNew one,0,month");
    await dialog.getByRole("button", { name: "Check" }).click();
    await expect(dialog.getByText("row 3, cap: between 0.01 and 100,000,000 USD")).toBeVisible();
    await expectAccessible(page, "import refused");
    await dialog.getByLabel("Or paste").fill("name,cap,period\nAll Alpha,12,month\nNew one,3,month");
    await dialog.getByRole("button", { name: "Check" }).click();
    await expect(dialog.getByText("10 → 12")).toBeVisible();
    await expectAccessible(page, "import checked");
    await dialog.getByRole("button", { name: "Import 2 changes" }).click();
    await expect(page.getByRole("link", { name: "New one" })).toBeVisible();
  });
});
