import { z } from "zod";
import { Role } from "../members/role-schema.ts";
import { isReservedSlug } from "./slug.ts";

export const Me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  orgs: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string(), role: Role })),
});
export type Me = z.infer<typeof Me>;

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  // ASCII only: a homoglyph of @ or a domain must not pass as another address.
  .regex(/^[\x21-\x7e]+$/, "an e-mail address")
  .pipe(z.email("an e-mail address"))
  .pipe(z.string().max(254));
export const Password = z.string().min(12, "at least 12 characters").max(256);

/** `POST /api/v1/setup`: the first person and organization. `token` comes from the link that `npm start` prints. */
export const SetUp = z.object({
  token: z.string().min(1).max(128),
  name: z.string().trim().min(1, "your name").max(100),
  email: Email,
  password: Password,
  orgName: z.string().trim().min(1, "the organization's name").max(100),
  timezone: z.string().max(64).default("UTC"),
});
export const SetUpDone = z.object({ slug: z.string() });

/** What stands in the address: `/<slug>/boxes`. */
const Slug = z
  .string()
  .trim()
  .min(2)
  .max(48)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and single dashes")
  .refine((slug) => !isReservedSlug(slug), "reserved");
const OrgName = z.string().trim().min(1, "the organization's name").max(100);
const Timezone = z.string().max(64).refine(isKnownZone, "an IANA time zone");

/** An IANA zone that this machine knows: a wrong one would break every budget later. */
export function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    // Offsets such as +01:00 are accepted above, and no zone to Postgres' date arithmetic.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** What an organization is given when it is made, and what can be changed later. */
export const OrgInput = z.object({ name: OrgName, slug: Slug, timezone: Timezone });

export const Org = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  timezone: z.string(),
  createdAt: z.iso.datetime(),
});
export type Org = z.infer<typeof Org>;

export const TransferOrg = z.object({ userId: z.string().min(1) });

/** What ends with the organization; shown before it is deleted. */
export const DeletionEffects = z.object({
  boxes: z.int(),
  people: z.int(),
  apiKeys: z.int(),
  localKeys: z.int(),
  providers: z.int(),
});
export type DeletionEffects = z.infer<typeof DeletionEffects>;
/** `name` is the organization's, typed by hand. */
export const DeleteOrg = z.object({ name: z.string() });
