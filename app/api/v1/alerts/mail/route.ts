import { changeAlertMail, getAlertMail } from "#lib/alerts/mail-preference.ts";
import { AlertMail, AlertMailPreference } from "#lib/alerts/schema.ts";
import { route } from "#lib/api/route.ts";

export const GET = route({ response: AlertMail, permission: "budgets.read" }, ({ ctx }) => getAlertMail(ctx));

export const PUT = route(
  { response: AlertMail, permission: "budgets.read", body: AlertMailPreference },
  ({ ctx, body }) => changeAlertMail(ctx, body),
);
