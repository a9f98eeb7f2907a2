import { z } from "zod";
import type { ActionResult, TryInput } from "../../lib/protocol/action.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import { GatewayError } from "./gateway-error.ts";
import { MemorySink } from "./reply-sink.ts";
import { type ChatParts, runChat } from "./run-chat.ts";

const Answer = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string().nullish() }) })).min(1),
});
const Failure = z.looseObject({ error: z.looseObject({ code: z.string().nullish(), message: z.string() }) });

const timeoutMs = 120_000;

/** The console's *Try it*: an ordinary call of caller `console`, under the same budgets as any other. Never throws. */
export async function runTry(parts: ChatParts, config: ActiveConfig | null, input: TryInput): Promise<ActionResult> {
  if (!config) return failed("box_not_ready", "The box has no configuration yet.");
  const sink = new MemorySink(AbortSignal.timeout(timeoutMs));
  const body = { model: input.model, messages: [{ role: "user", content: input.prompt }] };
  try {
    const event = await runChat(parts, { config, body, caller: "console", requestId: "try", sink });
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
