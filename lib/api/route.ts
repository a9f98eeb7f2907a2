import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requestContext } from "../auth/request-context.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { stringifyWire } from "../money.ts";
import type { Permission } from "../permissions.ts";
import { readJson } from "./body.ts";
import { baseHeaders, errorResponse } from "./problem.ts";

const bodyLimitBytes = 256 * 1024;

interface Declaration<Params, Query, Body> {
  permission: Permission;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  status?: number;
}

/** What Next hands a route handler beside the request. */
interface Segment {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export function jsonResponse(value: unknown, requestId: string, status = 200): Response {
  return new Response(stringifyWire(value), {
    status,
    headers: { ...baseHeaders(requestId), "content-type": "application/json" },
  });
}

/**
 * A handler of `/api/v1` as a declaration: who may call it and what comes in. What goes out is the DTO of
 * the noun, typed by its schema, as JSON with bigints as strings. The order is fixed:
 * identity, permission, parse, work, answer; every error leaves through lib/api/problem.ts.
 */
export function route<Result, Params = undefined, Query = undefined, Body = undefined>(
  declaration: Declaration<Params, Query, Body>,
  work: (input: { ctx: Ctx; params: Params; query: Query; body: Body }) => Promise<Result>,
) {
  return async (request: Request, segment: Segment): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const ctx = await requestContext(request, requestId);
      requirePermission(ctx, declaration.permission);
      const params = (declaration.params ?? absent).parse(await segment.params) as Params;
      const query = (declaration.query ?? absent).parse(Object.fromEntries(new URL(request.url).searchParams)) as Query;
      const body = (
        declaration.body ? declaration.body.parse(await readJson(request, bodyLimitBytes)) : undefined
      ) as Body;
      return jsonResponse(await work({ ctx, params, query, body }), requestId, declaration.status);
    } catch (error) {
      return errorResponse(error, requestId);
    }
  };
}

// The casts above: TypeScript cannot tie "no schema declared" to the default type `undefined` of its parameter.
const absent = z.unknown().transform(() => undefined);
