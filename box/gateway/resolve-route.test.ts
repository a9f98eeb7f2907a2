import { expect, test } from "vitest";
import { documentOf, modelOf, practiceConnection, prv, routeTo } from "../testing/world.ts";
import { resolveRoute } from "./resolve-route.ts";

const connections = [
  practiceConnection(1, "http://one.test/v1", { models: [modelOf("small")] }),
  practiceConnection(2, "http://two.test/v1", { models: [modelOf("small"), modelOf("org/large")] }),
];
const document = documentOf(1, connections);
const withRoutes = (routes: Record<string, ReturnType<typeof routeTo>>) => ({
  document: { ...document, settings: { ...document.settings, routes } },
  keys: new Map(),
});
const targetsOf = (name: string, routes = {}) =>
  resolveRoute(withRoutes(routes), connections, name).targets.map(({ connectionId, model }) => [connectionId, model]);

test("an alias wins over a model of its name; a model means the first provider that has it; a provider can be named", () => {
  expect(targetsOf("small", { small: routeTo([2]) })).toEqual([[prv(2), "practice-small"]]);
  expect(targetsOf("small")).toEqual([[prv(1), "small"]]);
  expect(targetsOf("Practice 2/small")).toEqual([[prv(2), "small"]]);
  expect(targetsOf("Practice 2/org/large")).toEqual([[prv(2), "org/large"]]);
});

test("a name that stands for nothing is told what there is: aliases, or models where there are none", () => {
  expect(() => targetsOf("smart")).toThrow("This box has no aliases. Its models: small, org/large.");
  expect(() => targetsOf("smart", { fast: routeTo([1]) })).toThrow("Aliases of this box: fast.");
  expect(() => targetsOf("__proto__")).toThrow("does not exist here");
});
