import { route } from "#lib/api/route.ts";
import { localeOf } from "#lib/i18n/request-locale.ts";
import { inviteMember } from "#lib/members/invite.ts";
import { InviteMember, SentInvite } from "#lib/members/schema.ts";

export const POST = route(
  { response: SentInvite, permission: "members.write", body: InviteMember, limit: "invites", status: 201 },
  ({ ctx, body, request }) => inviteMember(ctx, body, localeOf(request)),
);
