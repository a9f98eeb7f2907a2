import { z } from "zod";
import { ChannelKind, type ProviderKind } from "#lib/protocol/provider-kind.ts";
import type { Preset } from "#lib/providers/presets.ts";
import {
  ApiKeyText,
  ApiVersion,
  BaseUrl,
  ConnectProvider,
  Deployment,
  type ProviderEndpoint,
} from "#lib/providers/schema.ts";

/** Kinds that are connected by a form; the practice provider takes one click. */
export type FormKind = Exclude<ProviderKind, "practice">;

/** What the connect form holds, whatever the kind: a field that a kind does not have stays as it began. */
interface ConnectText {
  name: string;
  baseUrl: string;
  apiKey: string;
  channel: z.input<typeof ChannelKind>;
  apiVersion: string;
  deployments: { id: string; basedOn: string }[];
}
export type ConnectValues = ConnectText;

const needsAddress: readonly FormKind[] = ["openai_compatible", "azure_openai", "local"];
const anyText = z.string();

/** Checked by the rules that the server has for this kind. */
export function connectSchema(kind: FormKind): z.ZodType<ConnectValues, ConnectText> {
  const isAzure = kind === "azure_openai";
  return z.object({
    name: ConnectProvider.shape.name,
    baseUrl: needsAddress.includes(kind) ? BaseUrl : z.union([z.literal(""), BaseUrl]),
    apiKey: kind === "local" ? anyText.trim().max(512) : ApiKeyText,
    channel: ChannelKind,
    apiVersion: isAzure ? ApiVersion : anyText,
    deployments: isAzure ? z.array(Deployment).min(1).max(200) : z.array(z.object({ id: anyText, basedOn: anyText })),
  });
}

export function startValues(name: string, preset: Preset | null): ConnectText {
  return {
    name: preset?.name ?? name,
    baseUrl: preset?.baseUrl ?? "",
    apiKey: "",
    channel: preset?.channel ?? "middleware",
    apiVersion: "v1",
    deployments: [{ id: "", basedOn: "" }],
  };
}

/** What the server is asked to connect. Of an address copied out of a longer one, the part that this kind wants. */
export function endpointOf(kind: FormKind, values: ConnectValues): ProviderEndpoint {
  const { apiKey, apiVersion, deployments } = values;
  switch (kind) {
    case "openai":
      return { kind, apiKey };
    case "openai_compatible":
      return { kind, apiKey, baseUrl: values.baseUrl.replace(/\/chat\/completions$/, "") };
    case "azure_openai":
      return { kind, apiKey, apiVersion, deployments, baseUrl: values.baseUrl.replace(/\/openai(\/.*)?$/, "") };
    case "anthropic":
      return { kind, apiKey, ...addressOf(values.baseUrl.replace(/\/v1$/, "")) };
    case "gemini":
      return { kind, apiKey, ...addressOf(values.baseUrl.replace(/\/v1(beta)?$/, "")) };
    case "local":
      return { kind, baseUrl: values.baseUrl, ...(apiKey === "" ? {} : { apiKey }) };
  }
}

function addressOf(baseUrl: string): { baseUrl?: string } {
  return baseUrl === "" ? {} : { baseUrl };
}
