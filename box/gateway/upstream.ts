import { Agent, type Dispatcher, errors, request } from "undici";
import type { Connection } from "../../lib/protocol/config.ts";
import { agentVersion } from "../version.ts";

/** There was no answer. `isDispatched`: the request may have arrived, so the provider may charge for it. */
export class UpstreamFailure extends Error {
  readonly isDispatched: boolean;

  constructor(cause: unknown) {
    super(shortReason(cause), { cause });
    this.isDispatched = !isBeforeDispatch(cause);
  }
}

/** Connect 10 s, first byte 120 s, silence within an answer 60 s. */
export function createUpstreamAgent(): Agent {
  return new Agent({ connect: { timeout: 10_000 }, headersTimeout: 120_000, bodyTimeout: 60_000 });
}

/** Sends a chat completion to a provider. Throws UpstreamFailure. */
export async function sendUpstream(
  agent: Agent,
  connection: Connection,
  key: string,
  call: { body: string; signal: AbortSignal },
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(`${connection.baseUrl.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      dispatcher: agent,
      signal: call.signal,
      body: call.body,
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        authorization: `Bearer ${key}`,
        "user-agent": `kaihe-box/${agentVersion}`,
      },
    });
  } catch (error) {
    throw new UpstreamFailure(error);
  }
}

const beforeDispatch =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** Only errors that surely came before the request left; in doubt the call counts as sent. */
function isBeforeDispatch(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError || error instanceof errors.InvalidArgumentError) return true;
  if (error instanceof AggregateError) return error.errors.every(isBeforeDispatch);
  return beforeDispatch.test(codeOf(error));
}

function shortReason(error: unknown): string {
  if (error instanceof errors.HeadersTimeoutError) return "no answer in time";
  const code = codeOf(error);
  return code === "" ? "connection failed" : code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const passedHeaders = /^(content-type|retry-after|retry-after-ms|openai-.*|x-ratelimit-.*|x-request-id)$/;

/** What of a provider's response headers is meant for the caller. Its request id becomes `x-upstream-request-id`. */
export function callerHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !passedHeaders.test(name)) continue;
    passed[name === "x-request-id" ? "x-upstream-request-id" : name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return passed;
}
