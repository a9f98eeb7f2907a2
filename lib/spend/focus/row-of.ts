import type { ChannelKind } from "../../protocol/provider-kind.ts";
import type { FocusRow } from "./columns.ts";
import { makerOf, type Parties } from "./names.ts";
import { type Charge, femtosText, type Meter } from "./rows.ts";

interface About {
  org: { id: string; name: string };
  moments: { starts: Date; ends: Date; monthStarts: Date; monthEnds: Date };
  connection: { id: string; channel: ChannelKind; parties: Parties };
  box: { id: string; name: string };
  model: string;
  agent: string;
  caller: string;
  requests: bigint;
}

const meters: Record<Meter, { name: string; unit: string | null }> = {
  input: { name: "Input tokens", unit: "Tokens" },
  cacheRead: { name: "Cached input tokens", unit: "Tokens" },
  cacheWrite5m: { name: "Cache write tokens, 5 minutes", unit: "Tokens" },
  cacheWrite1h: { name: "Cache write tokens, 1 hour", unit: "Tokens" },
  audioInput: { name: "Audio input tokens", unit: "Tokens" },
  output: { name: "Output tokens", unit: "Tokens" },
  reasoning: { name: "Reasoning tokens", unit: "Tokens" },
  audioOutput: { name: "Audio output tokens", unit: "Tokens" },
  imageOutput: { name: "Image output tokens", unit: "Tokens" },
  webSearch: { name: "Web searches", unit: "Searches" },
  request: { name: "Requests", unit: "Requests" },
  adjustment: { name: "Rounding, and prices by size or time of a call", unit: null },
};

/**
 * One charge as a row. The organization pays its provider, which issues the invoice; BilledCost is what we metered that it
 * will bill, and InvoiceId is left empty, because no invoice is ours to name. An adjustment has no quantity, price or SKU.
 */
export function rowOf(charge: Charge, about: About): FocusRow {
  const { org, moments, connection, box, model } = about;
  const { parties } = connection;
  const meter = meters[charge.meter];
  const isUsage = charge.quantity !== null;
  const cost = femtosText(charge.costFemtos);
  const quantity = charge.quantity === null ? null : charge.quantity.toString();
  const sku = isUsage ? `${model}/${charge.meter}` : null;
  return {
    BilledCost: cost,
    BillingAccountId: org.id,
    BillingAccountName: org.name,
    BillingAccountType: "Organization",
    BillingCurrency: "USD",
    BillingPeriodEnd: instant(moments.monthEnds),
    BillingPeriodStart: instant(moments.monthStarts),
    ChargeCategory: isUsage ? "Usage" : "Adjustment",
    ChargeClass: null,
    ChargeDescription: `${meter.name} of ${model}`,
    ChargeFrequency: "Usage-Based",
    ChargePeriodEnd: instant(moments.ends),
    ChargePeriodStart: instant(moments.starts),
    ConsumedQuantity: quantity,
    ConsumedUnit: meter.unit,
    ContractedCost: cost,
    ContractedUnitPrice: priceText(charge.unitFemtos),
    EffectiveCost: cost,
    HostProviderName: parties.host,
    InvoiceId: null,
    InvoiceIssuerName: parties.invoiceIssuer,
    ListCost: femtosText(charge.listFemtos),
    ListUnitPrice: priceText(charge.listUnitFemtos),
    PricingCategory: isUsage ? "Standard" : null,
    PricingCurrency: "USD",
    PricingQuantity: quantity,
    PricingUnit: meter.unit,
    ProviderName: parties.serviceProvider,
    PublisherName: makerOf(model) ?? parties.serviceProvider,
    ResourceId: box.id,
    ResourceName: box.name === "" ? null : box.name,
    ResourceType: "KaiheAiBox",
    ServiceCategory: "AI and Machine Learning",
    ServiceName: parties.service,
    ServiceProviderName: parties.serviceProvider,
    ServiceSubcategory: "Generative AI",
    SkuId: sku,
    SkuMeter: isUsage ? meter.name : null,
    SkuPriceDetails: isUsage ? JSON.stringify({ x_Model: model, x_TokenType: charge.meter }) : null,
    SkuPriceId: sku === null || charge.unitFemtos === null ? null : `${sku}/${charge.unitFemtos}`,
    SubAccountId: connection.id,
    SubAccountName: parties.service,
    SubAccountType: "Provider connection",
    Tags: JSON.stringify({ agent: about.agent, caller: about.caller }),
    x_Agent: about.agent,
    x_Caller: about.caller,
    x_Channel: connection.channel,
    x_Model: model,
    x_ModelMaker: makerOf(model),
    x_Requests: about.requests.toString(),
    x_TokenType: charge.meter,
  };
}

/** ISO 8601 in UTC without fractions, as FOCUS writes moments. */
function instant(at: Date): string {
  return at.toISOString().replace(".000Z", "Z");
}

function priceText(femtos: bigint | null): string | null {
  return femtos === null ? null : femtosText(femtos);
}
