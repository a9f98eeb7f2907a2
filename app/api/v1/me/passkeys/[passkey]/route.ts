import { z } from "zod";
import { removePasskey } from "#lib/account/remove-passkey.ts";
import { renamePasskey } from "#lib/account/rename-passkey.ts";
import { RenamePasskey } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";

const params = z.object({ passkey: z.string() });

export const PATCH = personRoute({ response: z.null(), params, body: RenamePasskey }, (call) =>
  renamePasskey(selfOf(call), call.params.passkey, call.body),
);

export const DELETE = personRoute({ response: z.null(), params }, (call) =>
  removePasskey(selfOf(call), call.params.passkey),
);
