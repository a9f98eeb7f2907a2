import "server-only";
import { cutSchedule, type DiscountRule, discountSteps } from "../discounts/timeline.ts";
import { type Abilities, type ProviderModel, unknownAbilities } from "../protocol/config.ts";
import type { Price, PriceSchedule } from "../protocol/price.ts";
import type { ProviderKind } from "../protocol/provider-kind.ts";
import { type BookPlace, bookContextTokens, bookModels, bookSchedule, overlaySchedule } from "./book.ts";
import { fillRates } from "./fill-rates.ts";
import { knownFamily, overlayEdition, overlayTiers } from "./overlay.ts";
import { priceOf } from "./price-hash.ts";
import { discounted, type StoredModel } from "./stored-model.ts";

/** Where a model is offered. */
export type CatalogPlace = { kind: ProviderKind; baseUrl: string };

/** The first that knows a model counts. Microsoft's list prices of OpenAI's models are OpenAI's; the book names the rest. */
const bookIds: Partial<Record<ProviderKind, readonly string[]>> = {
  openai: ["openai"],
  azure_openai: ["azure", "openai"],
  anthropic: ["anthropic"],
  gemini: ["google"],
};

const free: PriceSchedule = [
  {
    fromMs: 0,
    daily: null,
    price: priceOf({
      tiers: [{ aboveInputTokens: 0, rates: fillRates({ input: 0n, output: 0n }) }],
      requestNanos: 0n,
      webSearchNanos: 0n,
    }),
  },
];

/** The list prices of a model at an address: the overlay's, else the book's; null when neither knows it. */
export function listPrices({ kind, baseUrl }: CatalogPlace, model: string): PriceSchedule | null {
  if (kind === "local") return free;
  const tiers = overlayTiers(kind, baseUrl, model);
  if (tiers) return overlaySchedule(tiers);
  if (kind === "practice") return null;
  return firstKnown(placesOf(kind, baseUrl), (place) => bookSchedule(model, place));
}

/** A model as the console offers it: with its price, or without for a person to fill in. `basedOn`: of a deployment. */
export function catalogModel(place: CatalogPlace, id: string, basedOn: string | null = null): StoredModel {
  const model = basedOn ?? id;
  const prices = listPrices(place, model);
  const { maxOutputTokens = null, ...abilities } = knownFamily(model);
  return {
    id,
    basedOn,
    listPrices: prices ?? [],
    priceSource: prices ? "book" : "none",
    maxOutputTokens: place.kind === "local" ? null : maxOutputTokens,
    contextTokens: firstKnown(placesOf(place.kind, place.baseUrl), (at) => bookContextTokens(model, at)),
    abilities: { ...unknownAbilities, ...pickAbilities(abilities) },
  };
}

/** Points that a schedule has room for (PriceSchedule). */
export const mostPoints = 32;

/**
 * What boxes are told: the prices after the discounts, cut at their dates. Of more points than fit, the oldest go: what is
 * in force from now on always fits, which whoever adds a discount checks.
 */
export function offeredModel(model: StoredModel, discounts: readonly DiscountRule[]): ProviderModel {
  const { listPrices: list, priceSource: _source, ...rest } = model;
  const charge = (price: Price, basisPoints: number) => discounted(price, basisPoints, priceOf);
  return { ...rest, prices: cutSchedule(list, discountSteps(model, discounts), charge).slice(-mostPoints) };
}

/** Which edition of the built-in book this console has; a test holds it against package.json. */
export const bookEdition = `genai-prices 0.1.8, overlay ${overlayEdition}`;

/** Made for something else than text, or on trial: nobody moves calls there without looking. */
const special = /audio|realtime|transcribe|search|research|codex|image|vision|tts|preview|embedding/;

/**
 * Makers whose own list prices one can think of before connecting them, and the families that they sold on the day of the
 * overlay's edition: the book keeps models that are gone, and the models of others.
 */
const makers = [
  {
    kind: "openai",
    name: "OpenAI",
    bookId: "openai",
    sold: /^(gpt-4\.1|gpt-4o|gpt-[5-9]|o[34])/,
    baseUrl: "https://api.openai.com/v1",
  },
  {
    kind: "anthropic",
    name: "Anthropic",
    bookId: "anthropic",
    sold: /^claude-(opus|sonnet|haiku)-/,
    baseUrl: "https://api.anthropic.com",
  },
  {
    kind: "gemini",
    name: "Google Gemini",
    bookId: "google",
    sold: /^gemini-(2\.5|[3-9])/,
    baseUrl: "https://generativelanguage.googleapis.com",
  },
] as const;

export type CatalogTarget = { kind: ProviderKind; name: string; model: StoredModel };

let targets: CatalogTarget[] | null = null;

/** The makers' models whose price, context and longest answer are known: others nobody could compare with. */
export function catalogTargets(): readonly CatalogTarget[] {
  targets ??= makers.flatMap(({ kind, name, bookId, sold, baseUrl }) =>
    bookModels(bookId)
      .filter((id) => sold.test(id) && !special.test(id))
      .map((id) => ({ kind, name, model: catalogModel({ kind, baseUrl }, id) }))
      .filter(
        ({ model }) => model.listPrices.length > 0 && model.contextTokens !== null && model.maxOutputTokens !== null,
      ),
  );
  return targets;
}

function placesOf(kind: ProviderKind, baseUrl: string): BookPlace[] {
  return bookIds[kind]?.map((providerId) => ({ baseUrl, providerId })) ?? [{ baseUrl }];
}

function firstKnown<Known>(places: readonly BookPlace[], look: (place: BookPlace) => Known | null): Known | null {
  for (const place of places) {
    const known = look(place);
    if (known !== null) return known;
  }
  return null;
}

function pickAbilities({ tools, vision, json }: Partial<Abilities>): Partial<Abilities> {
  return {
    ...(tools === undefined ? {} : { tools }),
    ...(vision === undefined ? {} : { vision }),
    ...(json === undefined ? {} : { json }),
  };
}
