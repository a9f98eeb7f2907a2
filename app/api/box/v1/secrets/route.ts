import { boxRoute } from "#lib/api/box-route.ts";
import { sealedSecretsFor } from "#lib/providers/seal.ts";

export const GET = boxRoute({}, ({ ctx }) => sealedSecretsFor(ctx));
