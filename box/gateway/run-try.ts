import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ActionResult, TryInput } from "../../lib/protocol/action.ts";
import { LocalKeyRule } from "../../lib/protocol/config.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import type { CallParts } from "./gateway-call.ts";
import { GatewayError } from "./gateway-error.ts";
import { noOverrides } from "./overrides.ts";
import { MemorySink } from "./reply-sink.ts";
import { runCall } from "./run-call.ts";

const Answer = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string().nullish() }) })).min(1),
});
const Failure = z.looseObject({ error: z.looseObject({ code: z.string().nullish(), message: z.string() }) });

const timeoutMs = 120_000;
/** No key of anybody's: the console's own calls are limited by budgets alone. */
const consoleKey = LocalKeyRule.parse({ name: "console", hash: "0".repeat(64) });

/** The console's *Try it*: an ordinary call of caller `console`, under the same budgets as any other. Never throws. */
export async function runTry(parts: CallParts, config: ActiveConfig | null, input: TryInput): Promise<ActionResult> {
  if (!config) return failed("box_not_ready", "The box has no configuration yet.");
  const sink = new MemorySink(AbortSignal.timeout(timeoutMs));
  const body = { model: input.model, messages: [{ role: "user", content: input.prompt }] };
  const call = { config, body, caller: consoleKey, sink, headers: {}, overrides: noOverrides };
  const bodyBytes = Buffer.byteLength(input.prompt);
  const requestId = `req_${randomUUID()}`;
  try {
    const event = await runCall(parts, { ...call, api: "chat", surface: "try", bodyBytes, requestId });
    const json: unknown = JSON.parse(sink.text || "null");
    const answer = Answer.safeParse(json);
    if (!event || !answer.success) {
      const failure = Failure.safeParse(json);
      if (!failure.success) return failed("upstream_error", "The provider did not answer as expected.");
      return failed(failure.data.error.code ?? "upstream_error", failure.data.error.message);
    }
    const text = answer.data.choices[0]?.message.content ?? "";
    const { model, connectionId, tokens, costNanos, latencyMs } = event;
    return { status: "done", output: { text, model, connectionId, tokens, costNanos, latencyMs } };
  } catch (error) {
    if (error instanceof GatewayError) return failed(error.code, error.message);
    return failed("internal_error", "The box failed.");
  }
}

function failed(code: string, message: string): ActionResult {
  return { status: "failed", output: { code: code.slice(0, 64), message: message.slice(0, 1000) } };
}
