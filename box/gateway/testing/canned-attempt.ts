import { Readable } from "node:stream";
import { type Dispatcher, MockAgent, request } from "undici";
import type { ProviderKind } from "../../../lib/protocol/provider-kind.ts";
import type { UsageEvent } from "../../../lib/protocol/usage.ts";
import { documentOf, modelOf, practiceConnection } from "../../testing/world.ts";
import type { Api } from "../api.ts";
import { Attempt, type Opening } from "../attempt.ts";
import { Payment } from "../payment.ts";
import { prepareAttempt } from "../prepare-attempt.ts";
import { MemorySink } from "../reply-sink.ts";
import { readShape } from "../shape/read-shape.ts";
import { UpstreamFailure } from "../upstream.ts";

type Options = {
  wantsUsage?: boolean;
  kind?: ProviderKind;
  /** Where passing the answer on throws. */
  breaksAt?: "begin" | null;
};

function asked(api: Api): object {
  return api === "chat" || api === "messages" ? { messages: [{ role: "user", content: "Hi" }] } : { input: "Hi" };
}

type Told = { order: string[]; opening: Opening; text: string; event: UsageEvent | null };

/** Runs one attempt against a canned answer, at a provider of the caller's own API if not said; what happened in which order. */
export async function runCanned(
  api: Api,
  answer: { contentType: string; body: string | Buffer | Readable; status?: number },
  { wantsUsage = false, kind = api === "messages" ? "anthropic" : "openai", breaksAt = null }: Options = {},
): Promise<Told> {
  const order: string[] = [];
  const connection = practiceConnection(1, "http://provider.test", { kind });
  const config = { document: documentOf(1, [connection]), keys: new Map() };
  const body = { model: "practice-small", ...asked(api), max_tokens: 9 };
  const target = { connection, model: modelOf("practice-small") };
  const prepared = prepareAttempt({ config, api, body, shape: readShape(api, body), agent: null }, target, 0);
  const payment = new Payment({
    prepared,
    hold: { nanos: prepared.holdNanos, leases: [] },
    owner: { callId: "req_1", surface: api, route: "r", caller: "c", runId: null, attempt: 1, reason: "first" },
    settle: (_hold, facts) => {
      order.push(`settled ${facts.status}${facts.isEstimated ? " estimated" : ""}`);
      return { ...facts, bootId: "", seq: 0, occurredAtMs: 0, kind: "call", charges: [] };
    },
  });
  const sink = new MemorySink(new AbortController().signal);
  if (breaksAt === "begin")
    sink.begin = () => {
      throw new Error("a header that cannot be written");
    };
  const end = sink.end.bind(sink);
  sink.end = (last) => {
    order.push("last byte");
    end(last);
  };
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get("http://provider.test")
    .intercept({ path: "/", method: "GET" })
    .reply(answer.status ?? 200, () => (answer.body instanceof Readable ? "" : answer.body), {
      headers: { "content-type": answer.contentType },
    });
  const attempt = new Attempt({
    api,
    payment,
    requestId: "req_1",
    key: "",
    nowMs: () => 0,
    flushed: () => Promise.resolve(),
    firstByteMs: 60_000,
    context: { id: "chatcmpl-1", createdAtSeconds: 0, model: "practice-small", wantsUsage },
    send: (signal) => send(agent, answer.body, signal),
  });
  const opening = await attempt.open(sink.gone);
  const delivered = opening.isOpen ? attempt.deliver(sink, {}) : null;
  const event = breaksAt ? await (delivered?.catch(() => null) ?? null) : await delivered;
  await agent.close();
  return { order, opening, text: sink.text.replace(/: x-kaihe-cost-nanos=\d+\n\n/, ""), event };
}

async function send(agent: MockAgent, body: unknown, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  try {
    const response = await request("http://provider.test/", { dispatcher: agent, signal });
    // The agent sends a body at once; one in pieces is read as it is, and only read.
    return body instanceof Readable ? { ...response, body: body as Dispatcher.ResponseData["body"] } : response;
  } catch (error) {
    throw new UpstreamFailure(error);
  }
}
