import { z } from "zod";
import { channels, providerKinds } from "./provider-names.ts";

export const ProviderKind = z.enum(providerKinds);
export type ProviderKind = z.infer<typeof ProviderKind>;

export const ChannelKind = z.enum(channels);
export type ChannelKind = z.infer<typeof ChannelKind>;
