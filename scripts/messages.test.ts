import { expect, test } from "vitest";
import { findMessageFaults, type Messages, slotsOf } from "./messages.ts";

function faults(text: string, en: Messages, zh: Messages = en): string[] {
  return findMessageFaults([{ path: "a.tsx", text }], { en, zh });
}

test("sources and languages that agree have no faults", () => {
  const text = `const t = useTranslations("boxes"); t("title"); t.rich("note", {}); const s = await getTranslations("shell"); s("nav.home")`;
  expect(faults(text, { boxes: { title: "Boxes", note: "<b>x</b>" }, shell: { nav: { home: "Home" } } })).toEqual([]);
});

test("a key that is used and missing is named with its place, once per language", () => {
  expect(faults(`const t = useTranslations("boxes");\n\nt("title")`, {})).toEqual([
    `a.tsx:3: "boxes.title" is used and missing in en`,
    `a.tsx:3: "boxes.title" is used and missing in zh`,
  ]);
});

test("a key that nobody uses is a fault", () => {
  expect(faults("", { boxes: { title: "Boxes" } })).toContain(`en: "boxes.title" is never used`);
});

test("a key in one language only is a fault", () => {
  const text = `const t = useTranslations("boxes"); t("title")`;
  expect(faults(text, { boxes: { title: "Boxes" } }, { boxes: {} })).toContain(
    `zh: "boxes.title" is missing, en has it`,
  );
});

test("computed keys need a declaration, which also counts as their use", () => {
  const messages = { phase: { applied: "Applied", failed: "Failed" } };
  const call = `const t = useTranslations("phase"); t(state.phase)`;
  expect(faults(call, messages)).toContain(
    `a.tsx:1: a computed key needs a comment "// messages: phase.….*" in this file`,
  );
  expect(faults(`// messages: phase.*\n${call}`, messages)).toEqual([]);
});

test("two functions in one file may use one name for two namespaces", () => {
  const text = `
    function A() { const t = useTranslations("a"); return t("one"); }
    function B() { const t = useTranslations("b"); return t("two"); }`;
  expect(faults(text, { a: { one: "1" }, b: { two: "2" } })).toEqual([]);
});

test("translators fetched together are followed", () => {
  const text = `const [t, form] = await Promise.all([getTranslations("a"), getTranslations("b")]); t("one"); form("two");`;
  expect(faults(text, { a: { one: "1" }, b: { two: "2" } })).toEqual([]);
});

test.each([
  ["{count, plural, one {# box} other {# boxes of {total}}}", "count total"],
  ["{count, plural, one {box} other {boxes}}", "count"],
  ["Hello {name}, <b>welcome</b>", "<b> name"],
  ["Type '{this}'", ""],
  ["{when, date, short}", "when"],
  ["A day: above {z}, and at least {amount} more.", "amount z"],
])("slots of %s are %s", (message, slots) => {
  expect(slotsOf(message)).toBe(slots);
});

test("a placeholder that a translation lost is a fault", () => {
  const text = `const t = useTranslations("a"); t("x", { name })`;
  expect(faults(text, { a: { x: "Hi {name}" } }, { a: { x: "你好" } })).toEqual([
    `"a.x" has other placeholders or tags in zh than in en`,
  ]);
});

test("a message whose braces do not close is a fault", () => {
  const text = `const t = useTranslations("a"); t("x", { name })`;
  expect(faults(text, { a: { x: "Hi {name" } })).toEqual([
    `en: "a.x" is no ICU message: EXPECT_ARGUMENT_CLOSING_BRACE`,
    `zh: "a.x" is no ICU message: EXPECT_ARGUMENT_CLOSING_BRACE`,
  ]);
});
