import { z } from "zod";
import { CreateLocalKey, type LocalKey, LocalKeyName } from "#lib/local-keys/schema.ts";
import { AgentName } from "#lib/protocol/budget.ts";

/** The most that each number may be; LocalKeyRule of lib/protocol/config.ts refuses the rest. */
export const limitMost = {
  requestsPerMinute: 1_000_000,
  tokensPerMinute: 1_000_000_000,
  concurrentCalls: 10_000,
} as const;

const limitText = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{0,10}$/)
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((value) => value === null || (value >= 1 && value <= most));

/** Limits as they are typed: empty is none; the day counts to its end, by the clock of whoever types. */
const limitFields = {
  models: z.array(z.string()),
  requestsPerMinute: limitText(limitMost.requestsPerMinute),
  tokensPerMinute: limitText(limitMost.tokensPerMinute),
  concurrentCalls: limitText(limitMost.concurrentCalls),
  agent: z
    .string()
    .trim()
    .pipe(z.union([z.literal(""), AgentName])),
  expiresOn: z.union([z.literal(""), z.iso.date()]),
};
type Typed = z.output<z.ZodObject<typeof limitFields>>;

export const LimitsForm = z.object(limitFields);
export const NewKeyForm = LimitsForm.extend({ name: LocalKeyName });

export function limitsOf({ expiresOn, agent, ...rest }: Typed) {
  const expiresAt = expiresOn === "" ? null : new Date(`${expiresOn}T23:59:59`).toISOString();
  const { name: _unnamed, ...limits } = CreateLocalKey.parse({ name: "x", ...rest, agent: agent || null, expiresAt });
  return limits;
}

export const noLimits = {
  models: [],
  requestsPerMinute: "",
  tokensPerMinute: "",
  concurrentCalls: "",
  agent: "",
  expiresOn: "",
};

/** The limits of a key as text. */
export function textOf(key: LocalKey): z.input<typeof LimitsForm> {
  const at = key.expiresAt === null ? null : new Date(key.expiresAt);
  const two = (part: number) => String(part).padStart(2, "0");
  return {
    models: key.models,
    requestsPerMinute: String(key.requestsPerMinute ?? ""),
    tokensPerMinute: String(key.tokensPerMinute ?? ""),
    concurrentCalls: String(key.concurrentCalls ?? ""),
    agent: key.agent ?? "",
    expiresOn: at ? `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` : "",
  };
}
