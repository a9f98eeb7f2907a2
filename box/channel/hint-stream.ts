import { createParser } from "eventsource-parser";
import { HintKind } from "../../lib/protocol/channel.ts";
import type { ConsoleClient } from "./console-client.ts";

/** The console sends a comment every 15 s; three missed ones mean the connection is dead. */
const silenceMs = 45_000;

type Listener = { onOpen: () => void; onHint: (kind: HintKind) => void };

/** Reads hints until the stream ends, however it ends; throws when it breaks or falls silent for 45 s. */
export async function readHints(
  client: ConsoleClient,
  sessionId: string,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const response = await client.openStream(sessionId, silenceMs, signal);
  listener.onOpen();
  let isOver = false;
  const parser = createParser({
    onEvent: (event) => {
      const kind = HintKind.safeParse(event.event);
      if (!kind.success) return;
      isOver ||= kind.data === "bye";
      listener.onHint(kind.data);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (isOver) return;
  }
}
