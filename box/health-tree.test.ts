import { expect, test } from "vitest";
import { HealthNode } from "../lib/protocol/channel.ts";
import { ProviderHealth } from "./config/provider-health.ts";
import { healthTree } from "./health-tree.ts";
import { documentOf, practiceConnection, prv } from "./testing/world.ts";

const config = { document: documentOf(1, [practiceConnection(1, "http://p.test/v1")]), keys: new Map() };

test("one unhealthy provider makes the whole box unhealthy, and says which", () => {
  const providers = new ProviderHealth();
  expect(healthTree({ config, providers, backlog: 0, rejected: 0 }).isHealthy).toBe(true);
  providers.note(prv(1), { isHealthy: false, detail: "the key was refused" });
  const tree = HealthNode.parse(healthTree({ config, providers, backlog: 0, rejected: 0 }));
  expect(tree.isHealthy).toBe(false);
  expect(JSON.stringify(tree)).toContain("the key was refused");
});

test("a long backlog and refused events show in the ledger's node", () => {
  const providers = new ProviderHealth();
  const tree = healthTree({ config, providers, backlog: 100_001, rejected: 2 });
  const ledger = tree.parts?.find((part) => part.name === "ledger");
  expect(ledger).toMatchObject({ isHealthy: false, detail: expect.stringMatching(/100001 .* 2 /) });
});

test("a box without a configuration is not healthy", () => {
  expect(healthTree({ config: null, providers: new ProviderHealth(), backlog: 0, rejected: 0 }).isHealthy).toBe(false);
});
