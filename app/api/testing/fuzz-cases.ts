/** What the fuzzer once broke a route with, by route: tried first in every run. */
const bootId = "00000000-0000-1000-8000-000000000000";
const huge = Number.MAX_SAFE_INTEGER;

const checkin = {
  seq: 0,
  bootId,
  sessionId: null,
  agentVersion: "",
  localAddress: "",
  uptimeSeconds: 0,
  health: { name: "", isHealthy: false },
  appliedVersion: 0,
  reported: null,
  backlog: 0,
};

const event = {
  bootId,
  seq: 0,
  occurredAtMs: 0,
  kind: "call",
  connectionId: "prv_mppvjanppv0kv0najpjmkmakap",
  route: "",
  model: "",
  caller: "",
  status: "ok",
  tokens: { input: 0, cacheRead: 0, output: 0, reasoning: 0 },
  costNanos: "0",
  isEstimated: false,
  priceHash: "",
  latencyMs: 0,
  firstTokenMs: null,
  charges: [],
};

const output = { text: "\ud800", model: "", connectionId: "", tokens: event.tokens, costNanos: "0", latencyMs: 0 };

export const fuzzCases: Record<string, unknown[]> = {
  // Lone surrogates reach jsonb (22P05), NUL reaches text (22021).
  "POST /api/box/v1/actions/[id]": [{ status: "done", output }],
  "PATCH /api/v1/boxes/[box]": [{ name: "a\0b" }],
  // Numbers beyond the column (22003).
  "POST /api/box/v1/checkin": [{ ...checkin, appliedVersion: huge }],
  "POST /api/box/v1/usage": [
    { events: [{ ...event, latencyMs: huge }] },
    { events: [{ ...event, occurredAtMs: huge }] },
    { events: [{ ...event, model: "\0" }] },
  ],
};
