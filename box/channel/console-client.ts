import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Dispatcher } from "undici";
import { stringifyWire } from "../../lib/money.ts";
import { type ActionResult, ActionsResponse } from "../../lib/protocol/action.ts";
import { type CheckinRequest, CheckinResponse } from "../../lib/protocol/channel.ts";
import { DesiredResponse, SecretsResponse } from "../../lib/protocol/config.ts";
import { type LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import type { ServerTime } from "../clock.ts";
import type { Identity } from "../enroll/identity.ts";
import { ConsoleError } from "./console-error.ts";
import type { ConsoleHttp, ConsoleRequest, ConsoleResponse } from "./console-http.ts";
import { dpopProof } from "./dpop.ts";
import type { TokenSource } from "./token-source.ts";

type Parts = { http: ConsoleHttp; tokens: TokenSource; identity: Identity; time: ServerTime };

const compress = promisify(gzip);
const base = "/api/box/v1";

/** The box's side of `/api/box/v1`. Every method throws ConsoleError for a refusal and an undici error for silence. */
export class ConsoleClient {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The desired document; null when it is still version `knownVersion` or there is none yet. */
  async getDesired(knownVersion: number | null): Promise<DesiredResponse | null> {
    const headers: Record<string, string> = knownVersion === null ? {} : { "if-none-match": `"${knownVersion}"` };
    const response = await this.#send({ method: "GET", path: `${base}/desired`, headers });
    if (response.status === 304 || response.status === 204 || response.status === 404) return null;
    return DesiredResponse.parse(accepted(response));
  }

  async getSecrets(): Promise<SecretsResponse> {
    return SecretsResponse.parse(accepted(await this.#send({ method: "GET", path: `${base}/secrets` })));
  }

  async getActions(): Promise<ActionsResponse> {
    return ActionsResponse.parse(accepted(await this.#send({ method: "GET", path: `${base}/actions` })));
  }

  async finishAction(id: string, result: ActionResult): Promise<void> {
    accepted(await this.#post(`/actions/${id}`, result));
  }

  async checkIn(request: CheckinRequest): Promise<CheckinResponse> {
    return CheckinResponse.parse(accepted(await this.#post("/checkin", request)));
  }

  async postLeases(request: LeaseRequest): Promise<LeaseResponse> {
    return LeaseResponse.parse(accepted(await this.#post("/leases", request)));
  }

  /** `events`: each a UsageEvent as JSON. */
  async postUsage(events: readonly string[], sentAtMs: number): Promise<void> {
    const body = await compress(`{"sentAtMs":${sentAtMs},"events":[${events.join(",")}]}`);
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    accepted(await this.#send({ method: "POST", path: `${base}/usage`, headers, body }));
  }

  /** The hint stream, open. `silenceMs`: the longest pause before undici gives the connection up. */
  async openStream(sessionId: string, silenceMs: number, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const path = `${base}/stream?session=${sessionId}`;
    const headers = { accept: "text/event-stream" };
    const response = await this.#withToken({ method: "GET", path, headers, signal }, (message) =>
      this.#parts.http.open(message, silenceMs),
    );
    if (response.statusCode === 200) return response;
    throw ConsoleError.of(response.statusCode, await response.body.json().catch(() => null));
  }

  #post(path: string, body: unknown): Promise<ConsoleResponse> {
    const headers = { "content-type": "application/json" };
    return this.#send({ method: "POST", path: base + path, headers, body: stringifyWire(body) });
  }

  #send(message: ConsoleRequest): Promise<ConsoleResponse> {
    return this.#withToken(message, (signed) => this.#parts.http.send(signed));
  }

  /** Signs and sends; after a 401 once more with a new token and the time that came with the refusal. */
  async #withToken<T extends { status: number } | { statusCode: number }>(
    message: ConsoleRequest,
    send: (message: ConsoleRequest) => Promise<T>,
  ): Promise<T> {
    const { tokens } = this.#parts;
    const token = await tokens.get();
    const first = await send(await this.#sign(message, token));
    const status = "status" in first ? first.status : first.statusCode;
    if (status !== 401) return first;
    tokens.drop(token);
    return await send(await this.#sign(message, await tokens.get()));
  }

  async #sign(message: ConsoleRequest, accessToken: string): Promise<ConsoleRequest> {
    const { http, identity, time } = this.#parts;
    const proof = { htm: message.method, htu: http.urlFor(message.path), nowMs: time.nowMs(), accessToken };
    const dpop = await dpopProof(identity, proof);
    return { ...message, headers: { ...message.headers, authorization: `DPoP ${accessToken}`, dpop } };
  }
}

function accepted(response: ConsoleResponse): unknown {
  if (response.status >= 200 && response.status < 300) return response.json;
  throw ConsoleError.of(response.status, response.json);
}
