import { z } from "zod";
import { Role } from "../permissions.ts";

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
