import { z } from "zod";
import { askReset } from "#lib/account/ask-reset.ts";
import { resetPassword } from "#lib/account/reset-password.ts";
import { AskReset, ResetPassword } from "#lib/account/schema.ts";
import { callerAddress } from "#lib/api/caller-address.ts";
import { openRoute } from "#lib/api/route.ts";
import { localeOf } from "#lib/i18n/request-locale.ts";

export const POST = openRoute(
  { response: z.null(), body: AskReset, limit: "reset.address", status: 202 },
  ({ body, request }) => askReset({ ...body, locale: localeOf(request) }),
);

export const PUT = openRoute(
  { response: z.null(), body: ResetPassword, limit: "one-time-link" },
  ({ body, request, requestId }) =>
    resetPassword({ requestId, locale: localeOf(request), address: callerAddress(request) }, body),
);
