import "server-only";
import { formatCount, formatExactUsd, formatPercent, formatUsd, shareOf } from "../../format.ts";
import { htmlLang, type Locale } from "../../i18n/locale.ts";
import type { StatementGroup } from "../groups.ts";
import { monthName } from "../month-name.ts";
import type { StatementContent } from "../schema.ts";
import { unprintable } from "./font.ts";
import { openSheet, type Sheet } from "./sheet.ts";
import { type Words, wordsOf } from "./words.ts";

// messages: statements.by.*
// messages: statements.callsCount statements.exact statements.page statements.rounded statements.unprintable statements.verifyHow

const printedGroups: readonly StatementGroup[] = ["provider", "channel", "model", "box"];
/** Rows of a table: the statement fits on two pages, the CSV has them all. */
const printedKeys = 10;

interface Print {
  content: StatementContent;
  words: Words;
  locale: Locale;
  sheet: Sheet;
}

/** A statement as a PDF file, A4, in the language of the reader. Only what is frozen: the same file whenever it is made. */
export async function printStatement(content: StatementContent, contentHash: string, locale: Locale): Promise<Buffer> {
  const words = wordsOf(locale);
  const title = words.t("statementOf", { month: monthName(content.month, locale) });
  const at = new Date(content.closedAt);
  const sheet = await openSheet({ title, author: content.org.name, lang: htmlLang[locale], at });
  const print = { content, words, locale, sheet };
  sheet.heading(content.org.name, { size: 11, isFaint: true });
  sheet.heading(title, { size: 20 });
  sheet.paragraph(subtitle(print), { isFaint: true });
  sheet.gap(14);
  totals(print);
  for (const group of printedGroups) table(print, group);
  proof(print, contentHash);
  return sheet.finish((page, count) => `Kaihe Fleet · ${content.id} · ${words.t("page", { page, count })}`);
}

function subtitle({ content, words: { t }, locale }: Print): string {
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: content.timezone,
  });
  return [
    `${content.startsOn} – ${content.endsOn}`,
    t("zone", { zone: content.timezone }),
    `${t("closedOn")} ${moment.format(new Date(content.closedAt))}`,
  ].join(" · ");
}

function totals({ content, words: { t }, locale, sheet }: Print): void {
  const usd = (nanos: bigint) => formatUsd(nanos, locale, 2);
  const { runRate, budget, subscriptionNanos } = content;
  const amount = (label: string, text: string, note = "") =>
    sheet.row([
      { text: label, at: 0 },
      { text: note, at: 0.45 },
      { text, at: 1, isNumber: true },
    ]);
  amount(t("metered"), usd(content.meteredNanos), t("callsCount", { count: content.requests }));
  amount(t("late"), usd(content.late.nanos));
  sheet.rule();
  sheet.row(
    [
      { text: t("total"), at: 0 },
      { text: usd(content.totalNanos), at: 1, isNumber: true },
    ],
    { size: 12 },
  );
  sheet.gap(6);
  if (subscriptionNanos !== null) amount(t("boxes"), usd(subscriptionNanos), t("boxesNote"));
  amount(
    t("runRate"),
    runRate.nanos === null ? t("missing") : usd(runRate.nanos),
    runRate.isEarly ? t("runRateEarly") : "",
  );
  if (budget) {
    amount(t("budget", { name: budget.name }), usd(budget.spentNanos), t("budgetOf", { cap: usd(budget.capNanos) }));
  }
}

function table({ content, words: { t, nameOf }, locale, sheet }: Print, group: StatementGroup): void {
  const { items, others } = content.by[group];
  const shown = items.slice(0, printedKeys);
  const left = items.slice(printedKeys);
  const rest = [...left, ...(others ? [others] : [])];
  const count = left.length + (others?.count ?? 0);
  sheet.gap(12);
  sheet.keep(3);
  const cells = (name: string, calls: string, share: string, cost: string) => [
    { text: name, at: 0 },
    { text: calls, at: 0.68, isNumber: true },
    { text: share, at: 0.8, isNumber: true },
    { text: cost, at: 1, isNumber: true },
  ];
  sheet.row(cells(t(`by.${group}`), t("calls"), t("share"), t("cost")), { isFaint: true });
  sheet.rule();
  const line = (name: string, { costNanos, requests }: { costNanos: bigint; requests: number }) => {
    const share = formatPercent(shareOf(costNanos, content.meteredNanos), locale);
    sheet.row(cells(name, formatCount(requests, locale), share, formatUsd(costNanos, locale, 2)));
  };
  for (const item of shown) line(nameOf(group, item.key, item.label), item);
  if (count > 0) {
    line(t("others", { count }), {
      costNanos: rest.reduce((sum, one) => sum + one.costNanos, 0n),
      requests: rest.reduce((sum, one) => sum + one.requests, 0),
    });
  }
}

function proof({ content, words: { t }, locale, sheet }: Print, contentHash: string): void {
  const small = { size: 8, isFaint: true };
  sheet.gap(16);
  sheet.keep(6);
  sheet.paragraph(`${t("exact")}: ${formatExactUsd(content.totalNanos, locale)}`, { size: 8 });
  sheet.paragraph(`${t("hash")} (SHA-256): ${contentHash}`, { size: 8 });
  sheet.paragraph(`${t("previousHash")}: ${content.previousHash ?? t("first")}`, { size: 8 });
  sheet.paragraph(t("verifyHow", { path: `GET /api/v1/spend/statements/${content.id}/verify` }), small);
  sheet.paragraph(t("rounded"), small);
  if (sheet.isMarked()) sheet.paragraph(t("unprintable", { mark: unprintable }), small);
}
