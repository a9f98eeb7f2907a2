import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { localeOf } from "#lib/i18n/request-locale.ts";
import { resendInvite } from "#lib/members/resend-invite.ts";
import { SentInvite } from "#lib/members/schema.ts";

const params = z.object({ invite: z.string() });

export const POST = route(
  { response: SentInvite, permission: "members.write", params, limit: "invites" },
  ({ ctx, params: { invite }, request }) => resendInvite(ctx, invite, localeOf(request)),
);
