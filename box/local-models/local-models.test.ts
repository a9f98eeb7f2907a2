import { expect, test } from "vitest";
import { priceAt } from "../../lib/prices/cost.ts";
import { documentOf, modelOf, practiceConnection, prv } from "../testing/world.ts";
import type { findModels } from "./find-models.ts";
import { LocalModels } from "./local-models.ts";

type Found = Awaited<ReturnType<typeof findModels>>;
const ollama = (...ids: string[]): Found => ({
  server: "ollama",
  models: ids.map((id) => ({ id, contextTokens: 8192, isLoaded: false })),
});
const local = practiceConnection(1, "http://l.test:11434", {
  kind: "local",
  channel: "local",
  models: [modelOf("priced")],
});
const configOf = (version: number, ...connections: (typeof local)[]) => ({
  document: documentOf(version, connections),
  keys: new Map([[prv(1), "key"]]),
});
const idsOf = (models: LocalModels, config: ReturnType<typeof configOf>) =>
  models.connectionsOf(config)[0]?.models.map(({ id }) => id);

test("what a server offers is free and its context known; what the document says of a model counts more", async () => {
  const models = new LocalModels(() => Promise.resolve(ollama("found", "priced")));
  const config = configOf(1, local);
  expect(idsOf(models, config)).toEqual(["priced"]);
  expect(await models.look(config)).toBe(true);
  const [connection] = models.connectionsOf(config);
  const [priced, found] = connection?.models ?? [];
  expect(priced).toEqual(modelOf("priced"));
  expect(found).toMatchObject({ id: "found", contextTokens: 8192, maxOutputTokens: null });
  expect(priceAt(found?.prices ?? [], Date.now())?.tiers[0]?.rates.output).toBe(0n);
  expect(await models.look(config)).toBe(false);
  expect(models.connectionsOf(config)).toBe(models.connectionsOf(config));
});

test("a server that is away keeps its models and is told as gone; one that left the configuration is forgotten", async () => {
  let found: Found = ollama("found");
  const models = new LocalModels(() => Promise.resolve(found));
  const config = configOf(1, local);
  await models.look(config);
  found = null;
  expect(await models.look(config)).toBe(true);
  expect(models.discovered()).toMatchObject([{ connectionId: prv(1), server: null, models: [{ id: "found" }] }]);
  expect(idsOf(models, config)).toEqual(["priced", "found"]);
  await models.look(configOf(2));
  expect(models.discovered()).toEqual([]);
});

test("only local connections are looked at, with their own key, and the console is told of sixteen", async () => {
  const asked: string[] = [];
  const models = new LocalModels((url, key) => {
    asked.push(`${url} ${key}`);
    return Promise.resolve(ollama("found"));
  });
  await models.look(configOf(1, local, practiceConnection(2, "http://cloud.test/v1")));
  expect(asked).toEqual(["http://l.test:11434 key"]);
  const many = Array.from({ length: 20 }, (_, index) => ({ ...local, id: prv(index + 10) }));
  const config = configOf(2);
  await models.look({ ...config, document: { ...config.document, connections: many } });
  expect(models.discovered()).toHaveLength(16);
});

test("two looks at once, at the old configuration and the new one, show both what was found", async () => {
  const waiting: ((found: Found) => void)[] = [];
  const models = new LocalModels(() => new Promise((resolve) => waiting.push(resolve)));
  const [old, next] = [configOf(1, local), configOf(2, local)];
  for (const config of [old, next]) expect(idsOf(models, config)).toEqual(["priced"]);
  const looks = [models.look(old), models.look(next)];
  waiting[0]?.(ollama("found"));
  waiting[1]?.(ollama("found"));
  expect(await Promise.all(looks)).toContain(true);
  for (const config of [old, next]) expect(idsOf(models, config)).toEqual(["priced", "found"]);
});
