import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { auditRefusal } from "../audit/append-refusal.ts";
import { requestContext, requestPerson } from "../auth/request-context.ts";
import type { SignedInUser } from "../auth/session.ts";
import { actorId, type Ctx, requirePermission } from "../context.ts";
import { AppError } from "../errors.ts";
import { stringifyWire } from "../money.ts";
import type { Permission } from "../permissions.ts";
import { consume, type LimitName } from "../rate-limit.ts";
import { readJson } from "./body.ts";
import { addressKey, callerAddress } from "./caller-address.ts";
import { baseHeaders, errorResponse, invalidParamsOf } from "./problem.ts";
import { refuseUnstorable } from "./storable.ts";

const usualBodyBytes = 256 * 1024;

/** What comes in beside who calls. */
interface Input<Params, Query, Body> {
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  status?: number;
  /** The most that is read of a body, before and after decompression; 256 KiB when absent. */
  bodyLimitBytes?: number;
}

/** What goes out, for the API document and the type checker; nothing is parsed on the way out. */
interface Output<Result> {
  response?: z.ZodType<Result>;
}

/** What tests and documentation read off a handler; the handler itself does not. */
export type RouteDeclaration = Input<unknown, unknown, unknown> &
  Output<unknown> &
  ({ kind: "org"; permission: Permission } | { kind: "person" } | { kind: "open" } | { kind: "box" });

/** What Next hands a route handler beside the request; without a dynamic part `params` resolves to undefined. */
export interface Segment {
  params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

export type Handler = (request: Request, segment?: Segment) => Promise<Response>;

export function jsonResponse(
  value: unknown,
  requestId: string,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  return new Response(stringifyWire(value), {
    status,
    headers: { ...headers, ...baseHeaders(requestId), "content-type": "application/json" },
  });
}

export function declared<Declaration extends RouteDeclaration>(declaration: Declaration, handler: Handler) {
  return Object.assign(handler, { declaration });
}

async function parseInput<Params, Query, Body>(
  declaration: Input<Params, Query, Body>,
  request: Request,
  segment: Segment | undefined,
): Promise<{ params: Params; query: Query; body: Body }> {
  // The casts: TypeScript cannot tie "no schema declared" to the default type `undefined` of its parameter.
  const path = await segment?.params;
  const search = Object.fromEntries(new URL(request.url).searchParams);
  refuseUnstorable(path);
  refuseUnstorable(search);
  const params = (declaration.params ?? absent).parse(path) as Params;
  const query = parseQuery(declaration.query ?? absent, search) as Query;
  const { bodyLimitBytes = usualBodyBytes } = declaration;
  const body = (declaration.body ? declaration.body.parse(await readJson(request, bodyLimitBytes)) : undefined) as Body;
  return { params, query, body };
}

/** Like any other input that does not fit, but a 400: an address is asked for, not filled in. */
function parseQuery(schema: z.ZodType, search: Record<string, string>): unknown {
  const parsed = schema.safeParse(search);
  if (parsed.success) return parsed.data;
  const invalidParams = invalidParamsOf(parsed.error);
  const detail = invalidParams.map((param) => `${param.name || "query"}: ${param.reason}`).join("; ");
  throw new AppError("invalid_query", detail, invalidParams);
}

const absent = z.unknown().transform(() => undefined);

/** Reads are not counted for people: a dashboard makes many, and they change nothing. */
async function countCall(ctx: Ctx, request: Request, limit: LimitName | undefined): Promise<Record<string, string>> {
  const counted = ctx.actor.kind === "apiKey" ? "api.key" : request.method === "GET" ? undefined : "api.person";
  const general = counted ? await consume(counted, actorId(ctx.actor)) : {};
  return limit ? consume(limit, actorId(ctx.actor)) : general;
}

/**
 * A handler of `/api/v1` as a declaration: who may call it and what comes in. What goes out is the DTO of
 * the noun, typed by its schema, as JSON with bigints as strings. The order is fixed:
 * identity, permission, limit, parse, work, answer; every error leaves through lib/api/problem.ts.
 */
export function route<Result, Params = undefined, Query = undefined, Body = undefined>(
  declaration: Input<Params, Query, Body> & Output<Result> & { permission: Permission; limit?: LimitName },
  work: (input: { ctx: Ctx; params: Params; query: Query; body: Body; request: Request }) => Promise<Result>,
) {
  return declared({ kind: "org", ...declaration }, async (request, segment) => {
    const requestId = randomUUID();
    let ctx: Ctx | undefined;
    try {
      ctx = await requestContext(request, requestId);
      requirePermission(ctx, declaration.permission);
      const limits = await countCall(ctx, request, declaration.limit);
      const input = await parseInput(declaration, request, segment);
      const result = await work({ ctx, request, ...input });
      return result instanceof Response ? result : jsonResponse(result, requestId, declaration.status, limits);
    } catch (error) {
      const isRefusal = error instanceof AppError && error.code === "not_allowed";
      if (ctx && isRefusal) await auditRefusal(ctx, declaration.permission);
      return errorResponse(error, requestId);
    }
  });
}

/** A handler about the signed-in person, whatever organizations they are in: account, sessions, memberships. */
export function personRoute<Result, Params = undefined, Query = undefined, Body = undefined>(
  declaration: Input<Params, Query, Body> & Output<Result>,
  work: (input: {
    person: SignedInUser;
    requestId: string;
    params: Params;
    query: Query;
    body: Body;
    request: Request;
  }) => Promise<Result>,
) {
  return declared({ kind: "person", ...declaration }, async (request, segment) => {
    const requestId = randomUUID();
    try {
      const person = await requestPerson(request);
      const limits = request.method === "GET" ? {} : await consume("api.person", person.id);
      const input = await parseInput(declaration, request, segment);
      const result = await work({ person, requestId, request, ...input });
      return result instanceof Response ? result : jsonResponse(result, requestId, declaration.status, limits);
    } catch (error) {
      return errorResponse(error, requestId);
    }
  });
}

/** A handler that nobody has to be known for; `limit` counts the calls of each address. */
export function openRoute<Result, Params = undefined, Query = undefined, Body = undefined>(
  declaration: Input<Params, Query, Body> & Output<Result> & { limit: LimitName },
  work: (input: { params: Params; query: Query; body: Body; request: Request; requestId: string }) => Promise<Result>,
) {
  return declared({ kind: "open", ...declaration }, async (request, segment) => {
    const requestId = randomUUID();
    try {
      const limits = await consume(declaration.limit, addressKey(callerAddress(request)));
      const input = await parseInput(declaration, request, segment);
      const result = await work({ request, requestId, ...input });
      return result instanceof Response ? result : jsonResponse(result, requestId, declaration.status, limits);
    } catch (error) {
      return errorResponse(error, requestId);
    }
  });
}
