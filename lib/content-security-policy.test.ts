import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { contentSecurityPolicy, sonnerStyles } from "./content-security-policy.ts";

const production = { nonce: "bm9uY2U=", isHttps: false, isDevelopment: false };

test("no script and no style element runs that is not ours", () => {
  const policy = contentSecurityPolicy(production);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'; ");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
  for (const closed of ["frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"]) {
    expect(policy).toContain(closed);
  }
});

test("insecure requests are upgraded only where there is https", () => {
  expect(contentSecurityPolicy(production)).not.toContain("upgrade-insecure-requests");
  expect(contentSecurityPolicy({ ...production, isHttps: true })).toContain("upgrade-insecure-requests");
});

test("a form may lead to the identity providers that are named, and nowhere else", () => {
  expect(contentSecurityPolicy(production)).toContain("form-action 'self';");
  expect(contentSecurityPolicy({ ...production, formTargets: ["https://github.com"] })).toContain(
    "form-action 'self' https://github.com;",
  );
});

test("the hashes are those of the style that the installed sonner adds", () => {
  const source = readFileSync(
    createRequire(import.meta.url)
      .resolve("sonner")
      .replace(/\.js$/, ".mjs"),
    "utf8",
  );
  const [, literal] = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source) ?? [];
  const styles = ["", JSON.parse(literal ?? "null")];
  const hashes = styles.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  expect(sonnerStyles).toEqual(hashes);
});
