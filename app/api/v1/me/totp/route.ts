import { z } from "zod";
import { confirmTotp } from "#lib/account/confirm-totp.ts";
import { ConfirmTotp, RecoveryCodes, TotpSecret } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { startTotp } from "#lib/account/start-totp.ts";
import { turnOffTotp } from "#lib/account/turn-off-totp.ts";
import { personRoute } from "#lib/api/route.ts";

export const POST = personRoute({ response: TotpSecret, status: 201 }, (call) => startTotp(selfOf(call)));

export const PUT = personRoute({ response: RecoveryCodes, body: ConfirmTotp }, (call) =>
  confirmTotp(selfOf(call), call.body),
);

export const DELETE = personRoute({ response: z.null() }, (call) => turnOffTotp(selfOf(call)));
