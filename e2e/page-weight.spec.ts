import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { seedCalls, seedInto } from "./fixtures/seeded.ts";
import { signInAs } from "./fixtures/sign-in.ts";
import { expect, test } from "./fixtures/test.ts";

/** Kilobytes of JavaScript, each file gzipped by itself, that the document of a page names: all that runs before it is live. */
async function weigh(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text();
  const files = new Set([...html.matchAll(/\/_next\/static\/chunks\/[\w.~-]+\.js/g)].map(([file]) => file));
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await (await page.request.get(file)).body()).byteLength),
  );
  console.log(path, files.size, sizes.reduce((a, b) => a + b, 0) / 1024);
  for (const [i, f] of [...files].entries()) console.log(f, sizes[i], html.split(f).length - 1, html.includes(`src="${f}"`));
  return sizes.reduce((all, size) => all + size, 0) / 1024;
}

test("weight", async ({ page, product }) => {
  const { slug, orgId, people } = await seedInto(product, "Weighed Labs");
  await seedCalls(product, orgId);
  await signInAs(page, people.finance, `/${slug}/spend`);
  for (const path of ["", "/spend", "/spend/explore", "/budgets"]) await weigh(page, `/${slug}${path}`);
});
