import { z } from "zod";
import { Email, Password } from "../orgs/schema.ts";
import { Role } from "./role-schema.ts";

/** Days for which an invite's link works. */
export const inviteDays = 7;

export const Member = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  hasTwoFactor: z.boolean(),
  joinedAt: z.iso.datetime(),
  /** True for the person who asks. */
  isYou: z.boolean(),
});
export type Member = z.infer<typeof Member>;

export const Invite = z.object({
  id: z.string(),
  email: z.string(),
  role: Role,
  /** Null once that person is no member any more. */
  invitedBy: z.string().nullable(),
  sentAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isExpired: z.boolean(),
});
export type Invite = z.infer<typeof Invite>;

export const MemberList = z.object({ items: z.array(Member), invites: z.array(Invite) });
export type MemberList = z.infer<typeof MemberList>;

export const InviteMember = z.object({ email: Email, role: Role });
/** `link` is given where no mail can be sent, and this once. */
export const SentInvite = z.object({ invite: Invite, link: z.url().nullable() });
export type SentInvite = z.infer<typeof SentInvite>;

export const ChangeRole = z.object({ role: Role });

const token = z.string().min(1).max(128);
export const InviteToken = z.object({ token });
/** What the link's page says. `hasAccount` is told because the token proves the address. */
export const InviteLook = z.object({ orgName: z.string(), role: Role, email: z.string(), hasAccount: z.boolean() });
export type InviteLook = z.infer<typeof InviteLook>;

export const SignUpByInvite = z.object({
  token,
  name: z.string().trim().min(1, "your name").max(100),
  password: Password,
});
export const AcceptedInvite = z.object({ slug: z.string(), email: z.string() });
export type AcceptedInvite = z.infer<typeof AcceptedInvite>;
