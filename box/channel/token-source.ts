import { assertionType, TokenResponse } from "../../lib/protocol/token.ts";
import type { Clock, ServerTime } from "../clock.ts";
import type { Identity } from "../enroll/identity.ts";
import { ConsoleError, isDecommissioned } from "./console-error.ts";
import type { ConsoleHttp } from "./console-http.ts";
import { clientAssertion, dpopProof } from "./dpop.ts";

type Parts = {
  http: ConsoleHttp;
  identity: Identity;
  boxId: string;
  issuer: string;
  time: ServerTime;
  clock: Clock;
};

const path = "/api/box/v1/token";
const decommissionedRetryMs = 60_000;

/** Access tokens of this box, bound to its key; one request however many ask, renewed after 80 % of the life. */
export class TokenSource {
  readonly #parts: Parts;
  #cached: { token: string; renewAtMs: number } | null = null;
  #pending: Promise<string> | null = null;
  #refusal: { error: ConsoleError; untilMs: number } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws ConsoleError when the console refuses, an undici error when it is not there. */
  get(): Promise<string> {
    if (this.#cached && this.#parts.clock.monotonicMs() < this.#cached.renewAtMs)
      return Promise.resolve(this.#cached.token);
    // A decommissioned box asks once a minute whether it was a mistake, however many parts of it want a token.
    if (this.#refusal && this.#parts.clock.monotonicMs() < this.#refusal.untilMs)
      return Promise.reject(this.#refusal.error);
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** The console did not accept `token`: never offer it again. Without one: whatever there is. */
  drop(token = this.#cached?.token): void {
    if (this.#cached?.token === token) this.#cached = null;
  }

  async #fetch(): Promise<string> {
    const wasTimeKnown = this.#parts.time.isKnown;
    const first = await this.#request();
    // A device with a wrong clock signs with a wrong time once; the refusal carries the right one.
    const response = first.status === 200 || wasTimeKnown ? first : await this.#request();
    if (response.status !== 200) throw this.#refused(ConsoleError.of(response.status, response.json));
    this.#refusal = null;
    const body = TokenResponse.parse(response.json);
    const renewAtMs = this.#parts.clock.monotonicMs() + body.expires_in * 800;
    this.#cached = { token: body.access_token, renewAtMs };
    return body.access_token;
  }

  #refused(error: ConsoleError): ConsoleError {
    const untilMs = this.#parts.clock.monotonicMs() + decommissionedRetryMs;
    this.#refusal = isDecommissioned(error) ? { error, untilMs } : null;
    return error;
  }

  async #request() {
    const { http, identity, boxId, issuer, time } = this.#parts;
    const nowMs = time.nowMs();
    const form = {
      grant_type: "client_credentials",
      client_assertion_type: assertionType,
      client_assertion: await clientAssertion(identity, { boxId, issuer, nowMs }),
    };
    const dpop = await dpopProof(identity, { htm: "POST", htu: http.urlFor(path), nowMs });
    const headers = { "content-type": "application/json", dpop };
    return await http.send({ method: "POST", path, headers, body: JSON.stringify(form) });
  }
}
