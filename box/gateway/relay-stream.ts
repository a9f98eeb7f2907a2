import type { Dispatcher } from "undici";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { GatewayError } from "./gateway-error.ts";
import type { Payment } from "./pay.ts";
import type { ReplySink } from "./reply-sink.ts";
import { SseFilter } from "./sse-filter.ts";

type Relay = {
  body: Dispatcher.ResponseData["body"];
  payment: Payment;
  sink: ReplySink;
  headers: Record<string, string>;
  /** The client asked for the usage chunk. */
  keepsUsage: boolean;
};

/**
 * Passes a stream on while it comes. The call is settled before `[DONE]` (or the end) leaves; a stream that breaks off
 * ends in an error event and without `[DONE]`, so that nobody takes half an answer for a whole one. Null when it broke
 * before anything was passed on: then another target may still answer.
 */
export async function relayStream({ body, payment, sink, headers, keepsUsage }: Relay): Promise<UsageEvent | null> {
  const filter = new SseFilter(keepsUsage);
  const decoder = new TextDecoder();
  const finish = (): UsageEvent => {
    const event = payment.end({ status: "ok", tokens: filter.tokens, isChargeable: true });
    if (!sink.hasBegun) sink.begin(200, headers);
    sink.end("data: [DONE]\n\n");
    return event;
  };
  let finished: UsageEvent | null = null;
  let isBroken = false;
  try {
    for await (const bytes of body) {
      // Read to the end after [DONE] too: leaving early would throw the provider's connection away.
      if (finished) continue;
      const out = filter.feed(decoder.decode(bytes, { stream: true }));
      if (out !== "") {
        payment.noteFirstToken();
        if (!sink.hasBegun) sink.begin(200, headers);
        await sink.write(out);
      }
      if (sink.gone.aborted) break;
      if (filter.isDone) finished = finish();
    }
  } catch {
    isBroken = true;
  }
  if (finished) return finished;
  const { tokens } = filter;
  if (sink.gone.aborted) return payment.end({ status: "cancelled", tokens, isChargeable: true });
  // Some compatible servers close without [DONE]; after the usage chunk nothing can follow, so that is an end too.
  if (!isBroken && tokens !== null) return finish();
  const event = payment.end({ status: "interrupted", tokens, isChargeable: true });
  if (!sink.hasBegun) return null;
  const error = new GatewayError(502, "upstream_stream_cut", "The provider's answer broke off before its end.");
  sink.end(`data: ${JSON.stringify(error.body)}\n\n`);
  return event;
}
