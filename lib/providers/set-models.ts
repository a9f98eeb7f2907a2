import "server-only";
import type { z } from "zod";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { catalogModel } from "../prices/catalog.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { changePrices } from "./change-prices.ts";
import type { Provider, SetModels } from "./schema.ts";

/** Which models a connection offers. Those it had keep their price, unless they stand for another model now. */
export async function setModels(ctx: Ctx, providerId: string, input: z.output<typeof SetModels>): Promise<Provider> {
  return changePrices(ctx, providerId, { action: "providers.set_models", reason: "models" }, (row, { models }) => {
    if (input.models.length === 0 && row.kind !== "local") {
      const reason = "a provider offers at least one model";
      throw new AppError("invalid_input", `models: ${reason}`, [{ name: "models", reason }]);
    }
    const place = { kind: ProviderKind.parse(row.kind), baseUrl: row.baseUrl };
    const wanted = new Map(input.models.map((model) => [model.id, model]));
    const next = [...wanted.values()].map(({ id, basedOn }) => {
      const known = models.find((model) => model.id === id && model.basedOn === basedOn);
      return known ?? catalogModel(place, id, basedOn);
    });
    return {
      models: next,
      before: { models: models.length },
      after: {
        models: next.length,
        ids: next
          .map(({ id }) => id)
          .join(", ")
          .slice(0, 1000),
      },
    };
  });
}
