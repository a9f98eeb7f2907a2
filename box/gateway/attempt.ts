import { type Dispatcher, errors } from "undici";
import type { ErrorClass, UsageEvent } from "../../lib/protocol/usage.ts";
import type { AnswerContext } from "../dialect/dialect.ts";
import { errorEvent, readUpstreamError } from "../dialect/errors.ts";
import { MalformedAnswer } from "../dialect/malformed-answer.ts";
import type { Metered } from "../dialect/usage/metered.ts";
import { usageOf } from "../dialect/usage/usage-of.ts";
import { classifyFailure } from "../routing/error-class.ts";
import { AnswerStream, sseText } from "./answer-stream.ts";
import type { Api } from "./api.ts";
import { type AttemptFailure, BrokenOff, brokenAnswer, classOfTransport, StreamError } from "./attempt-failure.ts";
import { callerHeaders } from "./caller-headers.ts";
import type { Payment } from "./payment.ts";
import type { ReplySink } from "./reply-sink.ts";
import { PassThroughCodec, TranslatedCodec } from "./stream-codec.ts";
import { UpstreamFailure } from "./upstream.ts";

export type Opening = { isOpen: true } | { isOpen: false; failure: AttemptFailure };

type Whole = { kind: "whole"; status: number; headers: Record<string, string>; bytes: Buffer; metered: Metered | null };
type Streaming = { kind: "stream"; headers: Record<string, string>; stream: AnswerStream; first: string | null };

type Parts = {
  api: Api;
  payment: Payment;
  context: AnswerContext;
  requestId: string;
  /** The provider's key: some providers repeat it in their errors, and callers must not learn it. */
  key: string;
  nowMs: () => number;
  /** Resolves when every settled attempt is on disk. */
  flushed: () => Promise<void>;
  /** Until the first word of a stream, whose headers may come long before. */
  firstByteMs: number;
  /** Sends the request; throws UpstreamFailure. */
  send: (signal: AbortSignal) => Promise<Dispatcher.ResponseData>;
};

/** Below this a cut-off answer is read to its end instead: its true cost is worth more than the rest of it. */
const worthCancellingNanos = 2_000_000n;

/**
 * One request to one provider. `open` waits until the answer has begun (a stream) or is there (everything else), so that
 * a failure until then can be made up for by another attempt; `deliver` passes it on and settles before the last byte.
 */
export class Attempt {
  readonly payment: Payment;
  readonly #parts: Parts;
  readonly #cancel = new AbortController();
  #isCalledOff = false;
  #answer: Whole | Streaming | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.payment = parts.payment;
  }

  /** Settles by itself when it fails. When `gone` aborts, what is worth it is called off at once. */
  async open(gone: AbortSignal): Promise<Opening> {
    const onGone = () => this.#callOff();
    gone.addEventListener("abort", onGone);
    try {
      return await this.#orSettled(this.#open());
    } finally {
      gone.removeEventListener("abort", onGone);
    }
  }

  async #open(): Promise<Opening> {
    const startedAt = performance.now();
    let response: Dispatcher.ResponseData;
    try {
      response = await this.#parts.send(this.#cancel.signal);
    } catch (error) {
      return this.#failedToReach(error);
    }
    if (response.statusCode < 200 || response.statusCode >= 300) return await this.#refused(response);
    const isStream = String(response.headers["content-type"]).startsWith("text/event-stream");
    try {
      this.#answer = isStream ? await this.#openStream(response, startedAt) : await this.#readWhole(response);
    } catch (error) {
      return this.#brokeOff(error, response.statusCode);
    }
    return { isOpen: true };
  }

  /** It was called off, which says nothing about the provider. */
  get isCalledOff(): boolean {
    return this.#isCalledOff;
  }

  get isStream(): boolean {
    return this.#answer?.kind === "stream";
  }

  /** Nobody waits for the answer any more (the caller left, or another attempt was faster). */
  async abandon(): Promise<void> {
    this.#callOff();
    const answer = this.#answer;
    if (answer?.kind === "whole") this.#end("cancelled", answer.metered, 200);
    if (answer?.kind !== "stream") return;
    await this.#drain(answer.stream);
  }

  /** Passes the answer on. The event of a call whose answer broke off says so. */
  async deliver(sink: ReplySink, headers: Record<string, string>): Promise<UsageEvent> {
    const answer = this.#answer;
    if (!answer) throw new Error("an attempt is delivered after it was opened");
    return await this.#orSettled(
      answer.kind === "stream" ? this.#deliverStream(answer, sink, headers) : this.#deliverWhole(answer, sink, headers),
    );
  }

  /** A bug must not leak the hold; whatever was sent may have been charged. */
  async #orSettled<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      this.payment.end({
        status: "interrupted",
        metered: null,
        isChargeable: true,
        httpStatus: null,
        errorClass: null,
      });
      throw error;
    }
  }

  async #deliverWhole(answer: Whole, sink: ReplySink, headers: Record<string, string>): Promise<UsageEvent> {
    const event = this.#end(sink.gone.aborted ? "cancelled" : "ok", answer.metered, answer.status);
    await this.#parts.flushed();
    const cost = { "x-kaihe-cost-nanos": event.costNanos.toString(), "content-length": String(answer.bytes.length) };
    sink.begin(answer.status, { ...answer.headers, ...headers, ...cost });
    sink.end(answer.bytes);
    return event;
  }

  async #deliverStream(
    { stream, first, headers: passed }: Streaming,
    sink: ReplySink,
    headers: Record<string, string>,
  ): Promise<UsageEvent> {
    const onGone = () => this.#callOff();
    sink.gone.addEventListener("abort", onGone);
    if (sink.gone.aborted) onGone();
    sink.begin(200, { ...passed, ...headers });
    let broken: unknown = null;
    try {
      for (let text = first; text !== null; text = await stream.next()) if (!sink.gone.aborted) await sink.write(text);
    } catch (error) {
      broken = error;
      // It may go on although what it says makes no sense.
      this.#cancel.abort();
    } finally {
      sink.gone.removeEventListener("abort", onGone);
    }
    return await this.#endStream(stream, sink, broken);
  }

  async #endStream(stream: AnswerStream, sink: ReplySink, broken: unknown): Promise<UsageEvent> {
    const { meter, passesErrors } = stream.codec;
    const metered = meter.isFinal ? meter.usage : null;
    if (sink.gone.aborted) return this.#end("cancelled", metered, 200);
    const closing = broken === null && stream.isComplete ? closingText(stream) : new BrokenOff();
    if (typeof closing === "string") {
      const event = this.#end("ok", metered, 200);
      await this.#parts.flushed();
      // A comment: clients skip it, people who look at the stream see what it cost.
      sink.end(`: x-kaihe-cost-nanos=${event.costNanos}\n\n${closing}`);
      return event;
    }
    const failure = brokenAnswer(broken ?? closing, meter.error);
    const event = this.#end("interrupted", metered, 200, failure.errorClass);
    await this.#parts.flushed();
    const isSaid = passesErrors && meter.error !== null;
    sink.end(isSaid ? "" : this.#errorText(failure.message, meter.error?.code ?? null));
    return event;
  }

  #errorText(message: string, code: string | null): string {
    const { api, requestId } = this.#parts;
    const problem = { status: 502, code: code ?? "upstream_stream_cut", message, param: null, requestId };
    return errorEvent(api, problem).map(sseText).join("");
  }

  async #openStream(response: Dispatcher.ResponseData, startedAt: number): Promise<Streaming> {
    const { api, payment, context, firstByteMs } = this.#parts;
    const { wire, translator } = payment.prepared;
    if (wire === "embeddings") throw new MalformedAnswer("the provider streamed embeddings");
    const codec = translator
      ? new TranslatedCodec(wire, translator.stream(context))
      : new PassThroughCodec(wire, context.wantsUsage);
    const stream = new AnswerStream(response.body, codec);
    const leftMs = Math.max(0, startedAt + firstByteMs - performance.now());
    const late = setTimeout(() => this.#cancel.abort(new errors.HeadersTimeoutError()), leftMs);
    const first = await stream.next().finally(() => clearTimeout(late));
    if (codec.meter.error) throw new StreamError(codec.meter.error);
    if (first === null && !stream.isComplete) throw new BrokenOff();
    payment.noteFirstToken();
    const type = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };
    return { kind: "stream", headers: { ...this.#passed(response, api === wire), ...type }, stream, first };
  }

  async #readWhole(response: Dispatcher.ResponseData): Promise<Whole> {
    const { payment, context } = this.#parts;
    const { wire, translator } = payment.prepared;
    const bytes = Buffer.from(await response.body.arrayBuffer());
    const json = parseJson(bytes.toString("utf8"));
    if (json === undefined) throw new MalformedAnswer("the provider's answer is not JSON");
    const metered = usageOf(wire, json);
    const answer = translator ? Buffer.from(JSON.stringify(translator.answer(json, context))) : bytes;
    payment.noteFirstToken();
    const headers = { ...this.#passed(response, translator === null), "content-type": "application/json" };
    return { kind: "whole", status: translator ? 200 : response.statusCode, headers, bytes: answer, metered };
  }

  #passed(response: Dispatcher.ResponseData, isCallersApi: boolean): Record<string, string> {
    if (isCallersApi) return callerHeaders(response.headers);
    const id = callerHeaders(response.headers)["x-upstream-request-id"];
    return id === undefined ? {} : { "x-upstream-request-id": id };
  }

  #failedToReach(error: unknown): Opening {
    const failure = error instanceof UpstreamFailure ? error : new UpstreamFailure(error);
    // A request that left may be charged for although no answer came: the hold is the only safe figure.
    const isChargeable = failure.isDispatched;
    const errorClass = classOfTransport(failure.transport, null);
    const status = this.#isCalledOff ? "cancelled" : isChargeable ? "interrupted" : "upstream_error";
    const said = this.#isCalledOff ? null : errorClass;
    this.payment.end({ status, metered: null, isChargeable, httpStatus: null, errorClass: said });
    const message = `The provider could not be reached: ${failure.message}.`;
    return { isOpen: false, failure: { errorClass, retryAfterMs: null, message, upstream: null } };
  }

  async #refused(response: Dispatcher.ResponseData): Promise<Opening> {
    const { statusCode: status, headers } = response;
    const text = hideKey(await response.body.text().catch(() => ""), this.#parts.key);
    const body = parseJson(text);
    const nowMs = this.#parts.nowMs();
    const { errorClass, retryAfterMs } = classifyFailure({
      httpStatus: status,
      body: text,
      headers,
      transport: null,
      nowMs,
    });
    this.payment.end({ status: "upstream_error", metered: null, isChargeable: false, httpStatus: status, errorClass });
    const said = readUpstreamError(body);
    const message = said?.message ?? `The provider answered ${status}${text === "" ? "" : `: ${text.slice(0, 300)}`}.`;
    const isCallersApi = this.payment.prepared.translator === null && said !== null && status >= 400;
    const upstream = { status, headers: callerHeaders(headers), text, isCallersApi };
    return { isOpen: false, failure: { errorClass, retryAfterMs, message, upstream } };
  }

  #brokeOff(error: unknown, httpStatus: number): Opening {
    const failure = brokenAnswer(error, error instanceof StreamError ? error.reported : null);
    const status = this.#isCalledOff ? "cancelled" : "interrupted";
    const errorClass = this.#isCalledOff ? null : failure.errorClass;
    // Whatever it still has to say, nobody reads it.
    this.#cancel.abort();
    this.payment.end({ status, metered: null, isChargeable: true, httpStatus, errorClass });
    return { isOpen: false, failure: { ...failure, retryAfterMs: null, upstream: null } };
  }

  async #drain(stream: AnswerStream): Promise<void> {
    try {
      while ((await stream.next()) !== null);
    } catch {
      // Cancelled, or broken off: what the meter has seen by then decides.
    }
    const { meter } = stream.codec;
    this.#end("cancelled", meter.isFinal ? meter.usage : null, 200);
  }

  #end(
    status: UsageEvent["status"],
    metered: Metered | null,
    httpStatus: number,
    errorClass: ErrorClass | null = null,
  ) {
    return this.payment.end({ status, metered, isChargeable: true, httpStatus, errorClass });
  }

  /** Stopping a stream stops the provider; a whole answer is billed whether anybody waits for it or not. */
  #callOff(): void {
    const { holdNanos, isStream } = this.payment.prepared;
    if (holdNanos > 0n && !(isStream && holdNanos >= worthCancellingNanos)) return;
    this.#isCalledOff = true;
    this.#cancel.abort();
  }
}

/** The last events for the caller, or why there are none: an end can make no sense either. */
function closingText(stream: AnswerStream): string | MalformedAnswer {
  try {
    return stream.codec.end().map(sseText).join("");
  } catch (error) {
    if (error instanceof MalformedAnswer) return error;
    throw error;
  }
}

function hideKey(text: string, key: string): string {
  return key === "" ? text : text.replaceAll(key, "[redacted]");
}

/** Undefined when it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
