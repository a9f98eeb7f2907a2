import "server-only";
import { findProvider, type ModelPrice } from "@pydantic/genai-prices";
import { z } from "zod";
import type { DailyWindow, Price, PricePoint, PriceSchedule } from "../protocol/price.ts";
import { fillRates } from "./fill-rates.ts";
import type { OverlayTier } from "./overlay.ts";
import { priceOf } from "./price-hash.ts";

/**
 * The book that @pydantic/genai-prices ships: USD per million tokens, tiers on the whole request, prices with a start
 * date or a part of the day. Converted once to integer nano-USD.
 */
const Rate = z.union([
  z.number(),
  z.object({ base: z.number(), tiers: z.array(z.object({ start: z.number(), price: z.number() })) }),
]);
type Rate = z.infer<typeof Rate>;
/** Strict: a model that is billed by something else too (hours, pages, images) has no price we could keep to. */
const BookEntry = z.strictObject({
  input_mtok: Rate.optional(),
  output_mtok: Rate.optional(),
  cache_read_mtok: Rate.optional(),
  cache_write_mtok: Rate.optional(),
  cache_write_1h_mtok: Rate.optional(),
  input_audio_mtok: Rate.optional(),
  output_reasoning_mtok: Rate.optional(),
  output_audio_mtok: Rate.optional(),
  output_image_mtok: Rate.optional(),
  web_searches_kcount: z.number().optional(),
  requests_kcount: z.number().optional(),
  // Cached audio counts as audio, at the full rate. Searches of uploaded files are refused wherever a price matters.
  cache_audio_read_mtok: Rate.optional(),
  storage_searches_kcount: z.number().optional(),
});
const Constraint = z.union([
  z.object({ start_date: z.string() }),
  z.object({ start_time: z.string(), end_time: z.string() }),
]);

/** Which provider of the book an address belongs to, and how its models are found there. */
export type BookPlace = { providerId?: string; baseUrl: string };

/** Null when the book does not know the model, or its price has no rate for input. */
export function bookSchedule(model: string, place: BookPlace): PriceSchedule | null {
  const entry = findBookModel(model, place);
  if (!entry) return null;
  const prices = Array.isArray(entry.prices) ? entry.prices : [{ prices: entry.prices }];
  const points = prices.map((part) => toPoint(part.prices, "constraint" in part ? part.constraint : undefined));
  const known = points.filter((point) => point !== null);
  return known.length === points.length && known.length > 0 ? known : null;
}

/** Input and output together, as the book has it; null when unknown. */
export function bookContextTokens(model: string, place: BookPlace): number | null {
  return findBookModel(model, place)?.context_window ?? null;
}

/** Every model that the book has of one of its providers. */
export function bookModels(providerId: string): string[] {
  return findProvider({ providerId })?.models.map(({ id }) => id) ?? [];
}

function findBookModel(model: string, { providerId, baseUrl }: BookPlace) {
  const provider = findProvider(providerId ? { providerId } : { providerApiUrl: baseUrl });
  return provider?.models.find(({ match }) => matches(match, model)) ?? null;
}

type Match = NonNullable<ReturnType<typeof findProvider>>["models"][number]["match"];

/** The book's match rules; written out because its own matcher prices one moment and not a schedule. */
function matches(rule: Match, text: string): boolean {
  const name = text.toLowerCase();
  if ("or" in rule) return rule.or.some((part) => matches(part, text));
  if ("and" in rule) return rule.and.every((part) => matches(part, text));
  if ("equals" in rule) return name === rule.equals.toLowerCase();
  if ("starts_with" in rule) return name.startsWith(rule.starts_with.toLowerCase());
  if ("ends_with" in rule) return name.endsWith(rule.ends_with.toLowerCase());
  if ("contains" in rule) return name.includes(rule.contains.toLowerCase());
  return new RegExp(rule.regex).test(name);
}

function toPoint(prices: ModelPrice, constraint: unknown): PricePoint | null {
  const price = toPrice(prices);
  if (!price) return null;
  const parsed = Constraint.safeParse(constraint);
  if (!parsed.success) return { fromMs: 0, daily: null, price };
  if ("start_date" in parsed.data) return { fromMs: Date.parse(parsed.data.start_date), daily: null, price };
  return { fromMs: 0, daily: toWindow(parsed.data.start_time, parsed.data.end_time), price };
}

function toWindow(start: string, end: string): DailyWindow {
  const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  return { startMinute: minute(start), endMinute: minute(end) };
}

function toPrice(raw: ModelPrice): Price | null {
  const entry = BookEntry.safeParse(raw);
  if (!entry.success || entry.data.input_mtok === undefined) return null;
  const book = entry.data;
  // Embedding models produce no tokens and have no rate for them.
  const output = book.output_mtok ?? 0;
  const tiered: Rate[] = Object.values(book).filter((rate) => typeof rate === "object");
  const starts = tiered.flatMap((rate) => (typeof rate === "number" ? [] : rate.tiers.map((tier) => tier.start)));
  const thresholds = [0, ...new Set(starts.toSorted((a, b) => a - b))];
  const tiers = thresholds.map((aboveInputTokens) => {
    const at = (rate: Rate | undefined) =>
      rate === undefined ? undefined : nanosPerMillion(rateAt(rate, aboveInputTokens + 1));
    const rates = fillRates({
      input: nanosPerMillion(rateAt(book.input_mtok ?? 0, aboveInputTokens + 1)),
      output: nanosPerMillion(rateAt(output, aboveInputTokens + 1)),
      cacheRead: at(book.cache_read_mtok),
      cacheWrite5m: at(book.cache_write_mtok),
      cacheWrite1h: at(book.cache_write_1h_mtok),
      audioInput: at(book.input_audio_mtok),
      reasoning: at(book.output_reasoning_mtok),
      audioOutput: at(book.output_audio_mtok),
      imageOutput: at(book.output_image_mtok),
    });
    return { aboveInputTokens, rates };
  });
  const perThousand = (usd = 0) => nanosPerMillion(usd) / 1000n;
  return priceOf({
    tiers,
    requestNanos: perThousand(book.requests_kcount),
    webSearchNanos: perThousand(book.web_searches_kcount),
  });
}

/** Tiers of the overlay as a price that always was. */
export function overlaySchedule(tiers: readonly OverlayTier[]): PriceSchedule {
  const rows = tiers.map(({ above, input, output, cacheRead }) => ({
    aboveInputTokens: above,
    rates: fillRates({
      input: nanosPerMillion(input),
      output: nanosPerMillion(output),
      cacheRead: cacheRead === undefined ? undefined : nanosPerMillion(cacheRead),
    }),
  }));
  return [{ fromMs: 0, daily: null, price: priceOf({ tiers: rows, requestNanos: 0n, webSearchNanos: 0n }) }];
}

function rateAt(rate: Rate, inputTokens: number): number {
  if (typeof rate === "number") return rate;
  return rate.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? rate.base;
}

function nanosPerMillion(usd: number): bigint {
  return BigInt(Math.round(usd * 1e9));
}
