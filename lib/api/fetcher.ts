import type { z } from "zod";
import { stringifyWire } from "../money.ts";
import type { Problem } from "../protocol/problem.ts";

/** What every failed call throws. `problem` is what the server said; a dead network has the code `network`. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

export const orgHeader = "kaihe-org";

/** What the page does when the server asks for the person; lib knows no page, so the page registers (session-guard.tsx). */
interface SessionHandlers {
  /** Asks who it is; true once that is proven, false when the person gives up. */
  confirmIdentity: () => Promise<boolean>;
  signedOut: () => void;
}
let handlers: SessionHandlers | null = null;

/** Returns what undoes it. */
export function handleSessionProblems(next: SessionHandlers): () => void {
  handlers = next;
  return () => {
    if (handlers === next) handlers = null;
  };
}

interface Call {
  /** Slug of the organization the call is about; null for calls about the person. */
  org: string | null;
  signal?: AbortSignal;
}

/**
 * How to come by the schema of an answer. It follows the page instead of coming with it: what a page shows first was read
 * by the server, and zod with all schemas would be a fifth of its JavaScript.
 */
type Answer<Schema extends z.ZodType> = () => Promise<Schema>;

/** Of calls that answer nothing. */
export const nothing = async () => (await import("./nothing.ts")).Nothing;

async function send<Schema extends z.ZodType>(
  method: string,
  path: string,
  answer: Answer<Schema>,
  { org, signal }: Call,
  body?: unknown,
  isRepeat = false,
): Promise<z.output<Schema>> {
  const schema = answer();
  // A change is sent once its answer can be read: done but reported as failed would be done twice.
  if (method !== "GET") await schema;
  else schema.catch(() => undefined);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(org === null ? {} : { [orgHeader]: org }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: stringifyWire(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({
      type: "about:blank",
      title: "The console did not answer",
      status: 0,
      code: "network",
      requestId: "",
    });
  }
  const text = await response.text();
  const json: unknown = text === "" ? null : JSON.parse(text);
  if (!response.ok) {
    const problem = (await import("../protocol/problem.ts")).Problem.parse(json);
    if (problem.code === "not_signed_in") handlers?.signedOut();
    // Asked once: a second refusal right after a proof would ask for ever.
    if (problem.code === "reauthentication_required" && !isRepeat && (await handlers?.confirmIdentity())) {
      return send(method, path, answer, { org, ...(signal ? { signal } : {}) }, body, true);
    }
    throw new ApiError(problem);
  }
  return (await schema).parse(json);
}

/** Paths start with `/api/v1/`. Answers are parsed with the schema that the server answered by. */
export const api = {
  get: <Schema extends z.ZodType>(path: string, answer: Answer<Schema>, call: Call) => send("GET", path, answer, call),
  post: <Schema extends z.ZodType>(path: string, body: unknown, answer: Answer<Schema>, call: Call) =>
    send("POST", path, answer, call, body),
  put: <Schema extends z.ZodType>(path: string, body: unknown, answer: Answer<Schema>, call: Call) =>
    send("PUT", path, answer, call, body),
  patch: <Schema extends z.ZodType>(path: string, body: unknown, answer: Answer<Schema>, call: Call) =>
    send("PATCH", path, answer, call, body),
  delete: <Schema extends z.ZodType>(path: string, answer: Answer<Schema>, call: Call) =>
    send("DELETE", path, answer, call),
};
