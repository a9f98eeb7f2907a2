/**
 * List prices and limits that @pydantic/genai-prices does not have, in USD per million tokens, first match wins.
 * `edition` is the day somebody last compared this file with the vendors' pages.
 */
export const overlayEdition = "2026-11-23";

/** Input tokens above which the row applies to the whole request, and its rates. */
export type OverlayTier = { above: number; input: number; output: number; cacheRead?: number };

type OverlayPrice = { model: RegExp; tiers: OverlayTier[] };

/** Alibaba Cloud Model Studio, international edition ("Model Studio pricing", alibabacloud.com). */
const dashscope: OverlayPrice[] = [
  {
    model: /^qwen3-max/,
    tiers: [
      { above: 0, input: 1.2, output: 6, cacheRead: 0.24 },
      { above: 32_000, input: 2.4, output: 12, cacheRead: 0.48 },
      { above: 128_000, input: 3, output: 15, cacheRead: 0.6 },
    ],
  },
  {
    model: /^qwen3-coder-plus/,
    tiers: [
      { above: 0, input: 1, output: 5, cacheRead: 0.2 },
      { above: 32_000, input: 1.8, output: 9, cacheRead: 0.36 },
      { above: 128_000, input: 3, output: 15, cacheRead: 0.6 },
      { above: 256_000, input: 6, output: 60, cacheRead: 1.2 },
    ],
  },
  { model: /^qwen-max/, tiers: [{ above: 0, input: 1.6, output: 6.4 }] },
  // The dearer of its two output prices (with thinking): which one a call gets is not known beforehand.
  {
    model: /^qwen-plus/,
    tiers: [
      { above: 0, input: 0.4, output: 4, cacheRead: 0.08 },
      { above: 256_000, input: 1.2, output: 12, cacheRead: 0.24 },
    ],
  },
  {
    model: /^qwen-flash/,
    tiers: [
      { above: 0, input: 0.05, output: 0.4, cacheRead: 0.01 },
      { above: 256_000, input: 0.25, output: 2, cacheRead: 0.05 },
    ],
  },
  { model: /^qwen-turbo/, tiers: [{ above: 0, input: 0.05, output: 0.5 }] },
  { model: /^qwq-plus/, tiers: [{ above: 0, input: 0.8, output: 2.4 }] },
  { model: /^text-embedding-v[34]/, tiers: [{ above: 0, input: 0.07, output: 0 }] },
];

const practice: OverlayPrice[] = [
  { model: /^practice-large/, tiers: [{ above: 0, input: 2.5, cacheRead: 0.625, output: 10 }] },
  { model: /^practice-reasoner/, tiers: [{ above: 0, input: 5, cacheRead: 0.5, output: 30 }] },
  { model: /^practice-embedding/, tiers: [{ above: 0, input: 0.02, output: 0 }] },
  { model: /^practice-/, tiers: [{ above: 0, input: 0.4, cacheRead: 0.1, output: 1.6 }] },
];

const pricesByHost: { host: RegExp; prices: OverlayPrice[] }[] = [
  { host: /(^|\.)dashscope(-intl|-us)?\.aliyuncs\.com$/, prices: dashscope },
];

/** The tiers of a model at an address, null when the overlay does not know it. */
export function overlayTiers(kind: string, baseUrl: string, model: string): OverlayTier[] | null {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : "";
  const prices = kind === "practice" ? practice : pricesByHost.find((entry) => entry.host.test(host))?.prices;
  return prices?.find((entry) => entry.model.test(model))?.tiers ?? null;
}

type Known = { model: RegExp; maxOutputTokens?: number; tools?: boolean; vision?: boolean; json?: boolean };

/**
 * Output limits and abilities by model family, from the vendors' model pages. A limit may be lower than the truth: the
 * box sends it along with every call under a budget, so that the bound holds.
 */
const families: Known[] = [
  { model: /^practice-embedding/, maxOutputTokens: 0, tools: false, vision: false, json: false },
  { model: /^practice-/, maxOutputTokens: 4096, tools: true, vision: true, json: true },
  { model: /embedding/, maxOutputTokens: 0, tools: false, vision: false, json: false },
  { model: /^gpt-5/, maxOutputTokens: 128_000, tools: true, vision: true, json: true },
  { model: /^gpt-4\.1/, maxOutputTokens: 32_768, tools: true, vision: true, json: true },
  { model: /^gpt-4o/, maxOutputTokens: 16_384, tools: true, vision: true, json: true },
  { model: /^gpt-3\.5/, maxOutputTokens: 4096, tools: true, vision: false, json: true },
  { model: /^(o1|o3|o4)/, maxOutputTokens: 100_000, tools: true, vision: true, json: true },
  { model: /^claude-3-(5|7)|^claude-3\.(5|7)/, maxOutputTokens: 8192, tools: true, vision: true },
  { model: /^claude-3/, maxOutputTokens: 4096, tools: true, vision: true },
  { model: /^claude-(opus|sonnet|haiku)/, maxOutputTokens: 32_000, tools: true, vision: true, json: true },
  { model: /^(models\/)?gemini-/, maxOutputTokens: 65_536, tools: true, vision: true, json: true },
  { model: /^deepseek-(chat|reasoner|v)/, maxOutputTokens: 8192, tools: true, vision: false, json: true },
  { model: /^qwen-(vl|omni)|^qwen3-(vl|omni)/, maxOutputTokens: 8192, vision: true },
  { model: /^(qwen|qwq)/, maxOutputTokens: 32_768, tools: true, vision: false, json: true },
];

/** What is known of a model's family; an empty object when nothing is. */
export function knownFamily(model: string): Omit<Known, "model"> {
  // Resellers put the maker in front: "anthropic/claude-…", "accounts/fireworks/models/qwen3-…".
  const bare = model.split("/").at(-1) ?? model;
  return families.find((family) => family.model.test(bare)) ?? {};
}
