import { freePorts } from "#e2e/fixtures/product.ts";
import type { BenchResult } from "#scripts/bench.ts";
import { residentMegabytes, startPortkey, startScript } from "./gateway/children.ts";
import { load, type Measured, median, type Target } from "./gateway/load.ts";
import { startBox } from "./gateway/our-box.ts";

const rounds = 3;
const seconds = 3;
const manyCalls = 200_000;

/**
 * Our gateway with everything on (key, route, hold, meter, journal, upload) against a bare undici proxy and Portkey's,
 * in turns, on one canned upstream; all share this machine. Then 200,000 calls in a row, for memory.
 */
export async function run(): Promise<BenchResult> {
  const upstream = await startScript("upstream.ts");
  const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
  const bare = await startScript("bare-proxy.ts", upstreamUrl);
  const portkey = await startPortkey((await freePorts()).PORT);
  const box = await startBox(upstreamUrl);
  const json = { "content-type": "application/json", authorization: "Bearer bench" };
  const at = (port: number) => `http://127.0.0.1:${port}/v1/chat/completions`;
  const portkeyHeaders = { "x-portkey-provider": "openai", "x-portkey-custom-host": `${upstreamUrl}/v1` };
  const targets: Target[] = [
    { name: "direct", url: at(upstream.port), headers: json, model: "bench-model" },
    { name: "bare", url: at(bare.port), headers: json, model: "bench-model" },
    { name: "ours", url: at(box.port), headers: { ...json, authorization: `Bearer ${box.apiKey}` }, model: "bench" },
    { name: "portkey", url: at(portkey.port), headers: { ...json, ...portkeyHeaders }, model: "bench-model" },
  ];
  try {
    const figures: Record<string, number> = {};
    const results = new Map<string, Map<string, Measured>>();
    for (const isStream of [false, true]) {
      for (const connections of [1, 16, 64]) {
        const key = `${isStream ? "stream" : "whole"}${connections}`;
        results.set(key, await inTurns(targets, { connections, isStream }));
        for (const [name, { perSecond, p50Micros }] of results.get(key) ?? []) {
          figures[`${name}.${key}.perSecond`] = Math.round(perSecond);
          figures[`${name}.${key}.p50Micros`] = Math.round(p50Micros);
        }
        console.log(key, inWords(results.get(key)));
      }
    }
    figures.memoryAt64Megabytes = residentMegabytes(box.pid);
    figures.portkeyMemoryMegabytes = residentMegabytes(portkey.pid);
    const ours = targets.filter(({ name }) => name === "ours");
    Object.assign(figures, await growth(ours, box.pid));
    return { ratios: ratiosOf(results), figures: { ...figures, ...addedP50(results) } };
  } finally {
    await Promise.all([upstream, bare, portkey, box].map((child) => child.stop()));
  }
}

/** Every target once per round, in another order each time, so that a slow moment of the machine hits all alike. */
async function inTurns(
  targets: Target[],
  shape: { connections: number; isStream: boolean },
): Promise<Map<string, Measured>> {
  const seen = new Map<string, Measured[]>(targets.map(({ name }) => [name, []]));
  for (const target of targets) await load(target, { ...shape, seconds: 0.5 });
  for (let round = 0; round < rounds; round++) {
    for (const target of [...targets.slice(round), ...targets.slice(0, round)]) {
      seen.get(target.name)?.push(await load(target, { ...shape, seconds }));
    }
  }
  return new Map(
    [...seen].map(([name, runs]) => [
      name,
      { perSecond: median(runs.map((one) => one.perSecond)), p50Micros: median(runs.map((one) => one.p50Micros)) },
    ]),
  );
}

function ratiosOf(results: ReadonlyMap<string, ReadonlyMap<string, Measured>>): Record<string, number> {
  const against = (name: string) =>
    [...results.values()].map(
      (by) => (by.get("ours")?.perSecond ?? Number.NaN) / (by.get(name)?.perSecond ?? Number.NaN),
    );
  const each = [...results].flatMap(([key, by]) =>
    ["bare", "portkey"].map(
      (name) =>
        [
          `${name}.${key}`,
          (by.get("ours")?.perSecond ?? Number.NaN) / (by.get(name)?.perSecond ?? Number.NaN),
        ] as const,
    ),
  );
  return { bare: median(against("bare")), portkey: median(against("portkey")), ...Object.fromEntries(each) };
}

/** What a gateway adds to a call that waits for nobody: its median with one connection less that of the upstream. */
function addedP50(results: ReadonlyMap<string, ReadonlyMap<string, Measured>>): Record<string, number> {
  const p50 = (name: string) => results.get("whole1")?.get(name)?.p50Micros ?? Number.NaN;
  const direct = p50("direct");
  return { addedP50Micros: p50("ours") - direct, portkeyAddedP50Micros: p50("portkey") - direct };
}

async function growth([ours]: Target[], pid: number): Promise<Record<string, number>> {
  if (!ours) throw new Error("there is a target of our own");
  const quarter = { connections: 64, isStream: false, seconds: 600, calls: manyCalls / 4 };
  const megabytes: number[] = [];
  for (let part = 0; part < 4; part++) {
    await load(ours, quarter);
    megabytes.push(residentMegabytes(pid));
  }
  console.log(
    `resident after each quarter of ${manyCalls} calls: ${megabytes.map((mb) => mb.toFixed(0)).join(", ")} MB`,
  );
  const [first = Number.NaN, last = Number.NaN] = [megabytes[0], megabytes.at(-1)];
  return { memoryAfter50kMegabytes: first, memoryAfter200kMegabytes: last };
}

function inWords(results: ReadonlyMap<string, Measured> | undefined): string {
  return [...(results ?? [])]
    .map(
      ([name, { perSecond, p50Micros }]) =>
        `${name} ${perSecond.toFixed(0)}/s (p50 ${(p50Micros / 1000).toFixed(2)} ms)`,
    )
    .join(" · ");
}
