import "server-only";
import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isLoopback, isPublicAddress } from "./addresses.ts";
import { hostOf, urlRefusal } from "./check-url.ts";

export interface ResolvedAddress {
  address: string;
  family: number;
}

export interface GuardedPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** For everything together: name, connection, answer. */
  timeoutMs: number;
  /** Of the answer's body; what comes after is not read. */
  maxBytes: number;
  /** Development and tests only (urlRefusal). */
  isLoopbackAllowed: boolean;
  /** Asked exactly once. */
  resolve?: (host: string) => Promise<ResolvedAddress[]>;
}

export interface GuardedAnswer {
  status: number;
  /** Beginning of the body as text. */
  body: string;
}

export type GuardedFailure = "url_refused" | "address_refused" | "dns_failed" | "timeout" | "connection_failed";

/** No answer; `code` says where it ended, the message why, in words that may be shown. */
export class GuardedFetchError extends Error {
  readonly code: GuardedFailure;

  constructor(code: GuardedFailure, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * Posts to an address that a customer typed, without becoming their way into our network (CWE-918): the address is checked,
 * its name is resolved once, every address it resolves to is checked, and the connection goes to one of those and nowhere
 * else, so a name that changes its mind between check and use gains nothing. Redirects are answers like any other.
 */
export async function guardedPost(post: GuardedPost): Promise<GuardedAnswer> {
  const { url: text, isLoopbackAllowed, timeoutMs } = post;
  const refusal = urlRefusal(text, isLoopbackAllowed);
  if (refusal !== null) throw new GuardedFetchError("url_refused", `The address ${refusal}.`);
  const url = new URL(text);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const addresses = await Promise.race([checkedAddresses(url, post), aborted(signal)]);
    return await send(url, addresses, post, signal);
  } catch (error) {
    if (error instanceof GuardedFetchError) throw error;
    if (signal.aborted) throw new GuardedFetchError("timeout", `No answer within ${timeoutMs / 1000} s.`);
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new GuardedFetchError("connection_failed", `The connection failed (${code}).`);
  }
}

async function checkedAddresses(url: URL, post: GuardedPost): Promise<ResolvedAddress[]> {
  const host = hostOf(url);
  const { isLoopbackAllowed, resolve = resolveAll } = post;
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveOrSay(host, resolve);
  const isAllowed = ({ address }: ResolvedAddress) =>
    isPublicAddress(address) || (isLoopbackAllowed && isLoopback(address));
  // One bad address among good ones is what a rebinding name looks like.
  if (!addresses.every(isAllowed)) {
    throw new GuardedFetchError("address_refused", `${host} is not on the public internet.`);
  }
  return addresses;
}

const resolveAll = (host: string) => lookup(host, { all: true, verbatim: true });

async function resolveOrSay(host: string, resolve: NonNullable<GuardedPost["resolve"]>): Promise<ResolvedAddress[]> {
  const addresses = await resolve(host).catch(() => []);
  if (addresses.length === 0) throw new GuardedFetchError("dns_failed", `${host} has no address.`);
  return addresses;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

function send(
  url: URL,
  addresses: ResolvedAddress[],
  { headers, body, maxBytes }: GuardedPost,
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  const pinned: LookupFunction = (_host, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, addresses);
    else done(null, first?.address ?? "", first?.family ?? 0);
  };
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const length = String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    // No agent: a kept connection would belong to an earlier check.
    const call = request(url, {
      method: "POST",
      headers: { ...headers, "content-length": length },
      lookup: pinned,
      agent: false,
      signal,
    });
    call.once("response", (response) => readStart(response, maxBytes).then(resolve, reject));
    call.on("error", reject);
    call.end(body);
  });
}

async function readStart(response: IncomingMessage, maxBytes: number): Promise<GuardedAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size >= maxBytes) break;
  }
  const start = Buffer.concat(chunks).subarray(0, maxBytes).toString();
  return { status: response.statusCode ?? 0, body: start };
}
