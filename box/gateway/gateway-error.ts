import type { JsonObject } from "../dialect/dialect.ts";
import { errorBody } from "../dialect/errors.ts";
import type { Api } from "./api.ts";

export type GatewayErrorOptions = {
  param?: string;
  /** OpenAI's `type`; by the status when absent. */
  type?: string;
  /** Further members of the `error` object. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** A refusal, sent in the shape of the API that the caller speaks, so that its client makes its own typed error of it. */
export class GatewayError extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: GatewayErrorOptions;

  constructor(status: number, code: string, message: string, options: GatewayErrorOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.options = options;
  }

  body(api: Api, requestId: string): JsonObject {
    return errorBody(api, this.problem(requestId));
  }

  problem(requestId: string) {
    const { status, code, message, options } = this;
    const { param = null, type, extra } = options;
    return { status, code, message, param, requestId, ...(type ? { type } : {}), ...(extra ? { extra } : {}) };
  }
}
