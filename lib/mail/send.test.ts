import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { alertKinds } from "../alerts/schema.ts";
import { stringifyWire } from "../money.ts";
import { sealText } from "../secrets/seal-text.ts";
import { renderMail } from "./render.tsx";
import type { Mail } from "./schema.ts";
import { sendMail } from "./send.ts";
import { startMailSink } from "./testing.ts";

const { received } = startMailSink();

async function deliver(mail: Mail) {
  await sendMail(sealText(stringifyWire(mail), "mail"));
  const [first] = received;
  expect(first).toMatchObject({ from: "fleet@example.com", to: [mail.to] });
  const parsed = await simpleParser(first?.source ?? "");
  const html = parsed.html || "";
  // Nothing is loaded when a mail is opened: that would tell the sender, and anyone on the way.
  expect(html).not.toMatch(/<img|url\(|<script|<link[^>]+href/i);
  return { subject: parsed.subject ?? "", text: parsed.text ?? "", html, headers: parsed.headers };
}

const link = "https://fleet.example/reset/new#abc-DEF_123";
const reset = { to: "ada@example.com", template: "password-reset" as const, name: "Ada", link, minutes: 30 };

test.each([
  ["en" as const, "Set a new password for Kaihe Fleet", "30 minutes", 'lang="en"'],
  ["zh" as const, "设置 Kaihe Fleet 的新密码", "30 分钟", 'lang="zh-CN"'],
])("a reset mail in %s has its link, whole, in both parts", async (locale, subject, minutes, lang) => {
  const mail = await deliver({ ...reset, locale });
  expect(mail.subject).toBe(subject);
  for (const part of [mail.html, mail.text]) expect(part).toContain(minutes);
  expect(mail.html).toContain(`href="${link}"`);
  expect(mail.html).toContain(lang);
  expect(mail.text).toContain(link);
});

const figures = {
  name: "Research",
  capNanos: 500_000_000_000n,
  spentNanos: 401_250_000_000n,
  presumedNanos: 2_000_000_000n,
  overshootNanos: null,
  forecastNanos: null,
  expectedNanos: null,
  count: null,
};

test.each([
  ["en" as const, "Research has reached 80% of $500.00", "Spent $401.25 of $500.00; $2.00 more"],
  ["zh" as const, "Research 已达到 US$500.00 的 80%", "已花费 US$401.25，上限 US$500.00；另有 US$2.00"],
])("an alert in %s says what was crossed, the figures, and where to look", async (locale, title, text) => {
  const page = "https://fleet.example/labs/budgets/bud_1";
  const base = { to: "ada@example.com", template: "budget-alert" as const, orgName: "Kaihe Labs", link: page };
  const mail = await deliver({ ...base, locale, kind: "budget.threshold", percent: 80, figures });
  expect(mail.subject).toBe(`Kaihe Labs: ${title}`);
  for (const part of [mail.text, mail.html]) expect(part).toContain(text);
  expect(mail.text).toContain(page);
});

test.each([
  ["en" as const, "Kaihe Labs: Statement for October 2026: $530.00", "The month before: $970.00. Change: -$470.00."],
  ["zh" as const, "Kaihe Labs: 2026年10月结算单：US$530.00", "上月：US$970.00。变化：-US$470.00。"],
])("a statement in %s says its total, what it is made of, and how it compares", async (locale, subject, change) => {
  const page = "https://fleet.example/labs/spend/reports/stm_1";
  const base = { to: "ada@example.com", template: "statement" as const, orgName: "Kaihe Labs", link: page };
  const amounts = { meteredNanos: 500_000_000_000n, lateNanos: 30_000_000_000n, totalNanos: 530_000_000_000n };
  const more = { previousNanos: 970_000_000_000n, subscriptionNanos: 49_000_000_000n };
  const mail = await deliver({ ...base, ...amounts, ...more, locale, month: "2026-10" });
  expect(mail.subject).toBe(subject);
  for (const part of [mail.text, mail.html])
    for (const said of [change, "$500.00", "$30.00", "$49.00"]) expect(part).toContain(said);
  expect(mail.text).toContain(page);
});

test("every kind of alert has its own words, in both languages", async () => {
  const subjects = new Set<string>();
  for (const locale of ["en", "zh"] as const) {
    for (const kind of alertKinds) {
      const base = { to: "ada@example.com", template: "budget-alert" as const, orgName: "Labs", link, percent: 50 };
      const { subject } = await renderMail({ ...base, locale, kind, figures: { ...figures, count: 3 } });
      expect(subject).not.toContain("told.");
      subjects.add(subject);
    }
  }
  expect(subjects.size).toBe(2 * alertKinds.length);
});

test("what people type into names is text: no markup, no second header", async () => {
  const orgName = '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com\r\n{name} <b>"Labs"</b>';
  const invite: Mail = {
    to: "ada@example.com",
    locale: "en",
    template: "invite",
    orgName,
    inviterName: "<script>alert(2)</script>",
    role: "finance",
    link: "https://fleet.example/invite#x",
    expiresAt: "2026-12-01T10:00:00.000Z",
  };
  expect((await renderMail(invite)).subject).not.toMatch(/[\r\n]/);
  const mail = await deliver(invite);
  expect(mail.html).not.toContain("<b>");
  expect(mail.html).toContain("&lt;script&gt;alert(2)&lt;/script&gt;");
  expect(mail.headers.has("bcc")).toBe(false);
  expect(received[0]?.to).toEqual(["ada@example.com"]);
  expect(mail.subject).toContain("Bcc: eve@example.com {name}");
  expect(mail.text).toContain("finance");
});

test.each(["en", "zh"] as const)("every change of sign-in has its own words in %s", async (locale) => {
  const changes = ["password_changed", "password_reset", "totp_on", "totp_off", "recovery_codes_renewed"] as const;
  const more = ["passkey_added", "passkey_removed", "identity_linked", "identity_unlinked"] as const;
  const subjects = new Set<string>();
  for (const change of [...changes, ...more]) {
    received.splice(0);
    const at = "2026-11-23T12:00:00.000Z";
    const template = "sign-in-changed";
    const mail = await deliver({
      to: "ada@example.com",
      locale,
      template,
      name: "Ada",
      change,
      at,
      address: "192.0.2.1",
    });
    expect(mail.text).toContain("192.0.2.1");
    subjects.add(mail.subject);
  }
  expect(subjects.size).toBe(9);
});

test("a mail that was sealed for something else, or altered, is not sent", async () => {
  await expect(sendMail("bm90IHNlYWxlZA==")).rejects.toThrow();
  expect(received).toEqual([]);
});
