import { Agent, type Dispatcher, errors, request } from "undici";

/** There was no answer. `isDispatched`: the request may have arrived, so the provider may charge for it. */
export class UpstreamFailure extends Error {
  readonly isDispatched: boolean;
  readonly transport: "connect" | "first_byte_timeout" | "stall" | "cut";

  constructor(cause: unknown) {
    super(shortReason(cause), { cause });
    this.isDispatched = !isBeforeDispatch(cause);
    this.transport = transportOf(cause, this.isDispatched);
  }
}

/** Connections to providers; how long to wait for an answer is each call's own. */
export function createUpstreamAgent(): Agent {
  return new Agent({ connect: { timeout: 10_000 } });
}

export type UpstreamRequest = {
  url: string;
  headers: Record<string, string>;
  bodyText: string;
  signal: AbortSignal;
  firstByteMs: number;
  /** Longest silence within an answer. */
  stallMs: number;
};

/** Sends a request to a provider. Redirects are not followed: they would carry the key elsewhere. Throws UpstreamFailure. */
export async function sendUpstream(agent: Agent, call: UpstreamRequest): Promise<Dispatcher.ResponseData> {
  try {
    return await request(call.url, {
      method: "POST",
      dispatcher: agent,
      signal: call.signal,
      body: call.bodyText,
      headers: call.headers,
      headersTimeout: call.firstByteMs,
      bodyTimeout: call.stallMs,
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

function transportOf(error: unknown, isDispatched: boolean): UpstreamFailure["transport"] {
  if (!isDispatched) return "connect";
  if (error instanceof errors.HeadersTimeoutError) return "first_byte_timeout";
  return error instanceof errors.BodyTimeoutError ? "stall" : "cut";
}

function shortReason(error: unknown): string {
  if (error instanceof errors.HeadersTimeoutError) return "no answer in time";
  if (error instanceof errors.BodyTimeoutError) return "it fell silent within its answer";
  const code = codeOf(error);
  return code === "" ? "connection failed" : code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
