export type GatewayErrorOptions = {
  param?: string;
  type?: string;
  /** Further members of the `error` object. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** A refusal in OpenAI's error shape, so that every OpenAI client turns it into its own typed error. */
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

  get body(): { error: Record<string, unknown> } {
    const { param = null, type = defaultType(this.status), extra = {} } = this.options;
    return { error: { message: this.message, type, param, code: this.code, ...extra } };
  }
}

function defaultType(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
