import { randomUUID } from "node:crypto";
import { type Dialect, header, type Problem, retryHeaders } from "../exchange.ts";
import { Fault } from "../fault.ts";
import { openAiError } from "../openai/dialect.ts";
import { filterResults } from "./content-filter.ts";

const keyMessage =
  "Access denied: the subscription key or the endpoint is wrong. Practice keys start with practice- and go into api-key.";

/** Azure OpenAI: header `api-key`, errors of its own. Source: learn.microsoft.com, "Azure OpenAI REST API reference". */
export const azure: Dialect = {
  keyOf: (request) => {
    const bearer = /^Bearer (\S+)$/i.exec(header(request, "authorization"))?.[1];
    const key = header(request, "api-key") || bearer || "";
    if (!key.startsWith("practice-")) throw new Fault("auth", 401, keyMessage);
    return key;
  },
  problem: azureProblem,
  headers: () => ({ "apim-request-id": randomUUID(), "x-ms-region": "Practice" }),
};

/** 404 as Azure's front door has it, for a path or an api-version that does not exist. */
export function resourceNotFound(): Fault {
  return new Fault("not_found", 404, "Resource not found", { code: "404" });
}

function azureProblem(fault: Fault): Problem {
  const { status, message, retryAfter } = fault;
  const inMs: Record<string, string> = retryAfter === null ? {} : { "retry-after-ms": String(retryAfter * 1000) };
  const wait = { ...retryHeaders(fault), ...inMs };
  const simple = (code: string) => ({ status, headers: wait, body: { error: { code, message } } });
  if (fault.kind === "auth") return simple("401");
  if (fault.kind === "rate_limited") return simple("429");
  if (fault.code === "model_not_found") return simple("DeploymentNotFound");
  if (fault.code === "404") return simple("404");
  if (fault.kind !== "content_filter") return { status, headers: wait, body: { error: openAiError(fault) } };
  const innererror = { code: "ResponsibleAIPolicyViolation", content_filter_result: filterResults("violence") };
  const error = { message, type: null, param: "prompt", code: "content_filter", status, innererror };
  return { status, headers: wait, body: { error } };
}
