import { Problem } from "../../lib/protocol/problem.ts";

/** The console answered with an error. `code` is the problem's code (RFC 9457) or the `error` of an RFC 8628 body. */
export class ConsoleError extends Error {
  readonly status: number;
  readonly code: string;
  /** What exactly is wrong, in the console's words. */
  readonly detail: string;

  constructor(status: number, code: string, detail: string) {
    super(`console answered ${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }

  static of(status: number, body: unknown): ConsoleError {
    const problem = Problem.safeParse(body);
    if (problem.success) return new ConsoleError(status, problem.data.code, problem.data.detail ?? problem.data.title);
    return new ConsoleError(status, "unknown", "no problem details");
  }
}

export const decommissionedCode = "box_decommissioned";

export function isDecommissioned(error: unknown): boolean {
  return error instanceof ConsoleError && error.status === 403 && error.code === decommissionedCode;
}
