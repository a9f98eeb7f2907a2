import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { statementContent } from "../testing.ts";
import { printable, printFont, unprintable } from "./font.ts";
import { printStatement } from "./print.ts";

const hash = "4f".repeat(32);
const item = (label: string, costNanos: bigint) => ({ key: label, label, costNanos, requests: 3 });
const content = statementContent({
  org: { id: "org_1", name: "开合实验室 & Söhne" },
  meteredNanos: 1_234_567_890_123n,
  totalNanos: 1_234_567_990_123n,
  requests: 43,
  late: { nanos: 100_000n, months: [{ month: "2026-09", nanos: 100_000n }], otherNanos: 0n },
  subscriptionNanos: 49_000_000_000n,
  runRate: { nanos: 9_876_540_000_000n, isEarly: false },
  budget: { name: "全公司", capNanos: 2_000_000_000_000n, spentNanos: 1_234_560_000_000n },
  by: {
    provider: { items: [item("OpenAI", 1_000_000_000_000n), item("深度求索", 234_567_890_123n)], others: null },
    channel: { items: [item("direct", 1_234_567_890_123n)], others: null },
    model: {
      items: Array.from({ length: 14 }, (_, index) => item(`model-${index}`, 20_000_000_000n)),
      others: { count: 6, costNanos: 954_567_890_123n, requests: 1 },
    },
    box: { items: [item("前台 龘 한국", 1_234_567_890_123n)], others: null },
    agent: { items: [], others: null },
  },
});

async function pagesOf(file: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(file)));
  // Lines of a page come apart at their places; what stands on it is asked for, not where.
  return text.map((page) => page.replaceAll(/\s+/g, " "));
}

describe("a statement as a file", () => {
  test("has its totals, its tables with the others as one line, its hash and how to check it", async () => {
    const pages = await pagesOf(await printStatement(content, hash, "en"));
    const text = pages.join(" ");
    for (const part of [
      "开合实验室 & Söhne",
      "Statement, October 2026",
      "Days of Asia/Shanghai",
      "$1,234.57",
      "$1,234.567990123",
      "$49.00",
      "$9,876.54",
      "深度求索",
      "$234.57",
      "Direct",
      "model-9",
      // Four models of 20 and the six that the statement itself sums.
      "10 others",
      "$1,034.57",
      hash,
      `/api/v1/spend/statements/${content.id}/verify`,
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("model-10");
    expect(pages.length).toBeLessThanOrEqual(2);
    for (const [index, page] of pages.entries()) expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
  });

  test("is in the reader's language", async () => {
    const text = (await pagesOf(await printStatement(content, hash, "zh"))).join(" ");
    for (const part of ["账单，2026年10月", "US$1,234.57", "按提供商", "直连", "预算 全公司", "第 1 页"])
      expect(text).toContain(part);
  });

  test("says so where the font lacks characters, instead of printing another name", async () => {
    const [page] = (await pagesOf(await printStatement(content, hash, "en"))).slice(-1);
    const all = (await pagesOf(await printStatement(content, hash, "en"))).join(" ");
    expect(all).toContain(`前台 龘 ${unprintable}`);
    expect(page).toContain("characters that this file's font lacks");
    const plain = statementContent({ org: { id: "org_1", name: "Labs" } });
    expect((await pagesOf(await printStatement(plain, hash, "en"))).join(" ")).not.toContain(unprintable);
  });

  test("is the same file whenever it is made", async () => {
    const [one, other] = [await printStatement(content, hash, "en"), await printStatement(content, hash, "en")];
    expect(one.equals(other)).toBe(true);
  });
});

test("of the 3,755 most used Chinese characters the font lacks four, and a run of what it lacks is marked once", async () => {
  const font = await printFont();
  const decoder = new TextDecoder("gb2312");
  const cells = Array.from({ length: (0xd8 - 0xb0) * 94 - 5 }, (_, index) =>
    decoder.decode(new Uint8Array([0xb0 + Math.floor(index / 94), 0xa1 + (index % 94)])),
  );
  expect(cells.filter((char) => printable(char, font) === unprintable)).toEqual(["毖", "谰", "耪", "锨"]);
  expect(printable("a 한국어 b 😀", font)).toBe(`a ${unprintable} b ${unprintable}`);
});
