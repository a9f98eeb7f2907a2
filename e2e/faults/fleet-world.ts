import { z } from "zod";
import { type Cable, layCable } from "../fixtures/cable.ts";
import { claimFleet, type FleetBox, startFleet } from "../fixtures/fleet.ts";
import { type Person, setUpPerson } from "../fixtures/person.ts";
import { createWorld, type World } from "./world.ts";

/** A world with several boxes that all use the practice provider. */
export interface FleetWorld extends AsyncDisposable {
  world: World;
  person: Person;
  boxes: FleetBox[];
  /** The first boxes hang on these, one each. */
  cables: Cable[];
  budgetIds: string[];
  connectionId: string;
  /** For callers of any box. */
  localKey: string;
  /** What every program has printed. */
  logs: () => string;
}

const WithId = z.object({ id: z.string() });

/** `budgets` are made before the boxes come, each with the given fields beside its name and period. */
export async function createFleetWorld(plan: {
  boxes: number;
  cables: number;
  budgets: (connectionId: string) => object[];
}): Promise<FleetWorld> {
  const world = await createWorld();
  for (const program of ["practice", "worker", "web"] as const) await world.start(program);
  const person = await setUpPerson(world.consoleUrl, await world.runScript("setup-link"));
  const practice = { name: "Practice", endpoint: { kind: "practice" } };
  const connectionId = WithId.parse(await person.call("POST", "providers", practice)).id;
  const budgetIds = [];
  for (const [index, fields] of plan.budgets(connectionId).entries()) {
    const budget = { name: `Budget ${index}`, period: "total", ...fields };
    budgetIds.push(WithId.parse(await person.call("POST", "budgets", budget)).id);
  }
  const key = await person.call("POST", "local-keys", { name: "callers" });
  const localKey = z.object({ secret: z.string() }).parse(key).secret;
  const cables = await Promise.all(Array.from({ length: plan.cables }, () => layCable(world.ports.PORT)));
  const consoleUrlOf = (index: number) => {
    const cable = cables[index];
    return cable ? `http://localhost:${cable.port}` : world.consoleUrl;
  };
  const boxes = await startFleet(plan.boxes, { dataDir: world.dataDir, consoleUrlOf });
  await claimFleet(person, boxes);
  return {
    ...{ world, person, boxes, cables, budgetIds, connectionId, localKey },
    logs: () => [world.logs(), ...boxes.map((box) => box.logs())].join("\n"),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(boxes.map((box) => box.stop()));
      for (const cable of cables) await cable[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}
