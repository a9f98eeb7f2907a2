import { readChatAnswer } from "./chat/read-answer.ts";
import { readChatRequest } from "./chat/read-request.ts";
import { ChatStreamReader } from "./chat/read-stream.ts";
import { writeChatAnswer } from "./chat/write-answer.ts";
import { writeChatRequest } from "./chat/write-request.ts";
import { ChatStreamWriter } from "./chat/write-stream.ts";
import type {
  AnswerContext,
  JsonObject,
  RequestOptions,
  SseEvent,
  StreamTranslator,
  SurfaceWire,
  Translator,
  UpstreamWire,
} from "./dialect.ts";
import { readGeminiAnswer } from "./gemini/read-answer.ts";
import { GeminiStreamReader } from "./gemini/read-stream.ts";
import { writeGeminiRequest } from "./gemini/write-request.ts";
import { readMessagesAnswer } from "./messages/read-answer.ts";
import { readMessagesRequest } from "./messages/read-request.ts";
import { MessagesStreamReader } from "./messages/read-stream.ts";
import { writeMessagesAnswer } from "./messages/write-answer.ts";
import { writeMessagesRequest } from "./messages/write-request.ts";
import { MessagesStreamWriter } from "./messages/write-stream.ts";
import type { Answer } from "./neutral/answer.ts";
import type { NeutralRequest } from "./neutral/request.ts";
import type { StreamPart, StreamReader } from "./neutral/stream-part.ts";

type Surface = {
  readRequest(body: JsonObject): NeutralRequest;
  writeAnswer(answer: Answer, context: AnswerContext): JsonObject;
  writeStream(context: AnswerContext): { write(part: StreamPart): SseEvent[]; end(): SseEvent[] };
};

type Upstream = {
  writeRequest(request: NeutralRequest, options: RequestOptions): JsonObject;
  readAnswer(json: unknown, context: AnswerContext): Answer;
  readStream(context: AnswerContext): StreamReader;
};

const surfaces: Record<SurfaceWire, Surface> = {
  chat: {
    readRequest: readChatRequest,
    writeAnswer: writeChatAnswer,
    writeStream: (context) => new ChatStreamWriter(context),
  },
  messages: {
    readRequest: readMessagesRequest,
    writeAnswer: writeMessagesAnswer,
    writeStream: (context) => new MessagesStreamWriter(context),
  },
};

const upstreams: Record<UpstreamWire, Upstream> = {
  chat: {
    writeRequest: writeChatRequest,
    readAnswer: readChatAnswer,
    readStream: (context) => new ChatStreamReader(context),
  },
  messages: {
    writeRequest: writeMessagesRequest,
    readAnswer: readMessagesAnswer,
    readStream: () => new MessagesStreamReader(),
  },
  gemini: {
    writeRequest: writeGeminiRequest,
    readAnswer: readGeminiAnswer,
    readStream: (context) => new GeminiStreamReader(context),
  },
};

/** What translates a call made in one API for an upstream that speaks another; null: they speak the same. */
export function translatorBetween(surface: SurfaceWire, upstream: UpstreamWire): Translator | null {
  if (surface === upstream) return null;
  const caller = surfaces[surface];
  const target = upstreams[upstream];
  return {
    request: (body, options) => target.writeRequest(caller.readRequest(body), options),
    answer: (json, context) => caller.writeAnswer(target.readAnswer(json, context), context),
    stream: (context) => streamBetween(target.readStream(context), caller.writeStream(context)),
  };
}

function streamBetween(reader: StreamReader, writer: ReturnType<Surface["writeStream"]>): StreamTranslator {
  return {
    feed: ({ data }) => reader.feed(data).flatMap((part) => writer.write(part)),
    get isDone() {
      return reader.isDone;
    },
    end: () => writer.end(),
  };
}
