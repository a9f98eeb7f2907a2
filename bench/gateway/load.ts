import { Pool } from "undici";

export type Target = { name: string; url: string; headers: Record<string, string>; model: string };
export type Measured = { perSecond: number; p50Micros: number };

/** Calls one target from `connections` connections at once, for `seconds` or `calls`; an answer that is not whole throws. */
export async function load(
  target: Target,
  {
    connections,
    isStream,
    seconds,
    calls = Number.POSITIVE_INFINITY,
  }: { connections: number; isStream: boolean; seconds: number; calls?: number },
): Promise<Measured> {
  const { origin, pathname } = new URL(target.url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const messages = [{ role: "user", content: "Twenty words, please. ".repeat(4) }];
  const body = JSON.stringify({ model: target.model, messages, max_tokens: 64, ...(isStream ? { stream: true } : {}) });
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let begun = 0;
  const work = async () => {
    while (performance.now() < endsAt && begun < calls) {
      begun++;
      const at = performance.now();
      const response = await pool.request({ method: "POST", path: pathname, body, headers: target.headers });
      const text = await response.body.text();
      if (response.statusCode !== 200 || !text.includes(isStream ? "[DONE]" : '"usage"')) {
        throw new Error(`${target.name} answered ${response.statusCode}: ${text.slice(0, 300)}`);
      }
      latencies.push(performance.now() - at);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, work));
  } finally {
    await pool.destroy();
  }
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  return { perSecond: latencies.length / elapsedSeconds, p50Micros: median(latencies) * 1000 };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
