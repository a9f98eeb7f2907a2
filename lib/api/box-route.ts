import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { boxContext } from "../auth/box-context.ts";
import type { Ctx } from "../context.ts";
import { readJson } from "./body.ts";
import { errorResponse } from "./problem.ts";
import { jsonResponse } from "./route.ts";

/** What Next hands a handler: without a dynamic part in the path, `params` resolves to undefined. */
interface Segment {
  params: Promise<Record<string, string | undefined> | undefined>;
}

/** Room for 1,000 usage events. */
const bodyLimitBytes = 4 * 1024 * 1024;

/** A handler of `/api/box/v1`: the caller is a box that proved its key. */
export function boxRoute<Body, Result>(
  declaration: { body?: z.ZodType<Body> },
  work: (input: { ctx: Ctx; body: Body; request: Request; id: string }) => Promise<Result>,
) {
  return async (request: Request, segment: Segment): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const ctx = await boxContext(request, requestId);
      // Without a declared body its type is `undefined`, which TypeScript cannot see.
      const body = (
        declaration.body ? declaration.body.parse(await readJson(request, bodyLimitBytes)) : undefined
      ) as Body;
      const result = await work({ ctx, body, request, id: (await segment.params)?.id ?? "" });
      return result instanceof Response ? result : jsonResponse(result, requestId);
    } catch (error) {
      return errorResponse(error, requestId);
    }
  };
}

/** A handler that nobody has to be known for, such as enrollment. Errors leave the same way. */
export function openRoute<Body, Result>(
  declaration: { body: z.ZodType<Body> },
  work: (input: { body: Body; request: Request; requestId: string }) => Promise<Result>,
) {
  return async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const body = declaration.body.parse(await readJson(request, 64 * 1024));
      const result = await work({ body, request, requestId });
      return result instanceof Response ? result : jsonResponse(result, requestId);
    } catch (error) {
      return errorResponse(error, requestId);
    }
  };
}
