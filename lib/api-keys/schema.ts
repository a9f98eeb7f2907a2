import { z } from "zod";
import { type Permission, permissions, type Role, roleMay } from "../permissions.ts";

const Scope = z.enum(permissions as [Permission, ...Permission[]]);

export const apiKeyStates = ["active", "expired", "revoked"] as const;

/** A program's way in. Its secret is not here: the console keeps only its hash. */
export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  last4: z.string(),
  /** As stored: a permission that does not exist any more is still shown. */
  scopes: z.array(z.string()),
  createdById: z.string(),
  /** Null once that person is no member any more. */
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedAddress: z.string().nullable(),
  state: z.enum(apiKeyStates),
});
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyList = z.object({ items: z.array(ApiKey) });

export const maxKeyDays = 365;

export const CreateApiKey = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(Scope)
    .min(1, "choose at least one permission")
    .transform((scopes) => [...new Set(scopes)]),
  /** Null: never. */
  expiresInDays: z.int().min(1).max(maxKeyDays).nullable(),
});
/** `secret` is shown this once; `url` is where it works. */
export const CreatedApiKey = ApiKey.extend({ secret: z.string(), url: z.url() });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

/** What a key made by somebody of this role may be given. Keys cannot make keys, whatever they are given. */
export function grantableScopes(role: Role): Permission[] {
  return permissions.filter((permission) => roleMay(role, permission) && permission !== "api-keys.write");
}
