import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

/**
 * Kilobytes of JavaScript that the document of a page asks for, each file gzipped by itself: everything that is loaded
 * before the page is live. What follows (charts, dialogs, schemas of answers) is asked for by these files. Browsers that
 * know modules never load the `nomodule` one.
 */
async function weigh(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text();
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/\bnomodule\b/i.test(tag));
  const files = new Set(scripts.flatMap((tag) => /src="(\/_next\/[^"]+)"/.exec(tag)?.[1] ?? []));
  expect(files.size).toBeGreaterThan(5);
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await (await page.request.get(file)).body()).byteLength),
  );
  return sizes.reduce((all, size) => all + size, 0) / 1024;
}

/** A few percent above what it was when this was written; `npm run page-weight` has the table of all pages. */
const limits = { "": 205, "/spend": 205, "/spend/explore": 205, "/budgets": 205, "/boxes": 205 };

test("pages are live before they have loaded more than they need", async ({ page, product }) => {
  const { slug, people } = await seedInto(product, "Weighed Labs");
  await signInAs(page, people.finance, `/${slug}/spend`);
  for (const [path, limit] of Object.entries(limits)) {
    expect(await weigh(page, `/${slug}${path}`), `${path} in KB`).toBeLessThanOrEqual(limit);
  }
});
