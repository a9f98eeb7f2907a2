import { topics } from "#lib/bus/topics.ts";

type LiveTopic = (typeof topics)[number];

/** The topic of a message of the event stream; null for one that a newer server sends and this page does not know. */
export function topicOf(data: string): LiveTopic | null {
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== "object" || message === null || !("topic" in message)) return null;
    return topics.find((topic) => topic === message.topic) ?? null;
  } catch {
    return null;
  }
}

/**
 * Passes each topic on at once, then at most once per `intervalMs`, the last one never lost: a busy fleet must not make
 * every open page refetch on every call.
 */
export function batchTopics(flush: (topic: LiveTopic) => void, intervalMs: number) {
  const waiting = new Map<LiveTopic, { timer: ReturnType<typeof setTimeout>; isDirty: boolean }>();

  function open(topic: LiveTopic) {
    flush(topic);
    const timer = setTimeout(() => {
      const entry = waiting.get(topic);
      waiting.delete(topic);
      if (entry?.isDirty) open(topic);
    }, intervalMs);
    waiting.set(topic, { timer, isDirty: false });
  }

  return {
    push(topic: LiveTopic) {
      const entry = waiting.get(topic);
      if (entry) entry.isDirty = true;
      else open(topic);
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
