import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { boxContext } from "../auth/box-context.ts";
import type { Ctx } from "../context.ts";
import { readJson } from "./body.ts";
import { errorResponse } from "./problem.ts";
import { declared, jsonResponse } from "./route.ts";
import { refuseUnstorable } from "./storable.ts";

/** Room for 1,000 usage events. */
const bodyLimitBytes = 4 * 1024 * 1024;

/** A handler of `/api/box/v1`: the caller is a box that proved its key. */
export function boxRoute<Body, Result>(
  declaration: { body?: z.ZodType<Body> },
  work: (input: { ctx: Ctx; body: Body; request: Request; id: string }) => Promise<Result>,
) {
  return declared({ kind: "box", ...declaration }, async (request, segment) => {
    const requestId = randomUUID();
    try {
      const ctx = await boxContext(request, requestId);
      // Without a declared body its type is `undefined`, which TypeScript cannot see.
      const body = (
        declaration.body ? declaration.body.parse(await readJson(request, bodyLimitBytes)) : undefined
      ) as Body;
      const id = String((await segment?.params)?.id ?? "");
      refuseUnstorable({ id });
      const result = await work({ ctx, body, request, id });
      return result instanceof Response ? result : jsonResponse(result, requestId);
    } catch (error) {
      return errorResponse(error, requestId);
    }
  });
}
