import { z } from "zod";
import { changePassword } from "#lib/account/change-password.ts";
import { ChangePassword } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";

export const PUT = personRoute({ response: z.null(), body: ChangePassword }, (call) =>
  changePassword(selfOf(call), call.body),
);
