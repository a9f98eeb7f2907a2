import fc from "fast-check";
import { expect, test } from "vitest";
import { costNanos } from "../../lib/prices/cost.ts";
import type { ProviderKind } from "../../lib/protocol/config.ts";
import { bud, documentOf, practiceConnection } from "../testing/world.ts";
import { readCallShape } from "./call-shape.ts";
import { planAttempt } from "./plan-attempt.ts";

function planOf(fields: object, kind: ProviderKind, hasBudget = true) {
  const connection = practiceConnection(1, "http://p.test/v1", { kind });
  const [model] = connection.models;
  if (!model) throw new Error("the practice connection has models");
  const budgets = hasBudget ? [{ id: bud(1), name: "Team", connectionId: null }] : [];
  const config = { document: documentOf(1, [connection], { budgets }), keys: new Map() };
  const body = { model: "smart", messages: [], ...fields };
  const plan = planAttempt(config, body, readCallShape(body), {
    connection,
    model: { ...model, maxOutputTokens: 100 },
  });
  return { plan, price: model.price, sent: JSON.parse(plan.bodyText) };
}

test("under a budget every provider is told an output limit that it understands", () => {
  expect(planOf({}, "openai").sent).toMatchObject({ model: "practice-small", max_completion_tokens: 100 });
  expect(planOf({}, "openai_compatible").sent).toMatchObject({ max_tokens: 100 });
  expect(planOf({ max_completion_tokens: 7 }, "openai_compatible").sent).toMatchObject({ max_tokens: 7 });
  expect(planOf({ max_tokens: 7 }, "openai").sent).not.toHaveProperty("max_completion_tokens");
});

test("without a budget nothing but the model's name and the usage of streams is changed", () => {
  const { sent } = planOf({ stream: true, stream_options: { other: 1 } }, "openai", false);
  expect(sent).toEqual({
    model: "practice-small",
    messages: [],
    stream: true,
    stream_options: { other: 1, include_usage: true },
  });
});

test("no answer within the limits costs more than the hold, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 8 }),
      (content, limit, n) => {
        const { plan, price } = planOf({ messages: [{ role: "user", content }], max_tokens: limit, n }, "practice");
        const most = { input: Buffer.byteLength(content), cacheRead: 0, output: limit * n, reasoning: 0 };
        expect(price && costNanos(price, most)).toBeLessThanOrEqual(plan.holdNanos);
      },
    ),
  );
});
