import "server-only";
import { Prisma } from "../db/client.ts";

/**
 * Cost by the hourly sums, with everything that a budget's scope asks about: `bucket`, `connection_id`, `kind`, `channel`,
 * `model_name`, `box_id`, `tags`, `agent`, `cost`. The model behind a deployment and the tags of a box are those of now.
 * `box` is null where nobody asks which box it was: far fewer rows then.
 */
export function usedSql(bucket: Prisma.Sql, which: Prisma.Sql, box = Prisma.sql`box_id`): Prisma.Sql {
  return Prisma.sql`
    select r.bucket, r.connection_id, r.box_id, r.agent, r.cost, c.kind, c.channel, x.tags,
      ${modelNameSql(Prisma.sql`coalesce((
        select m.value ->> 'basedOn' from jsonb_array_elements(c.models) m where m.value ->> 'id' = r.model limit 1), r.model)`)} as model_name
    from (
      select ${bucket} as bucket, connection_id, model, ${box} as box_id, agent, sum(cost_nanos)::bigint as cost
      from usage_rollup where ${which} group by 1, 2, 3, 4, 5
    ) r
    left join provider_connection c on c.id = r.connection_id
    left join box x on x.id = r.box_id`;
}

/** Whether a row `u` of usedSql falls under the budget `b`: isUnderBudget (lib/protocol/budget.ts), and who spends. */
export const isUnderScopeSql = Prisma.sql`
  (b.connection_id is null or b.connection_id = u.connection_id)
  and (b.provider_kind is null or b.provider_kind = u.kind)
  and (b.channel is null or b.channel = u.channel)
  and (b.model_family is null or ${isOfFamilySql(Prisma.sql`u.model_name`, Prisma.sql`b.model_family`)})
  and (b.box_id is null or b.box_id = u.box_id)
  and (b.tag is null or b.tag = any(u.tags))
  and (b.agent is null or b.agent = u.agent)`;

/**
 * What isOfFamily compares: behind the last slash, in lower case. Families are ASCII, so collation "C" does, but for the
 * Kelvin sign, which JavaScript makes a k.
 */
export function modelNameSql(model: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`lower(translate(split_part(${model}, '/', -1), U&'\\212A', 'k') collate "C")`;
}

/** isOfFamily of lib/protocol/budget.ts for a name of modelNameSql. */
export function isOfFamilySql(name: Prisma.Sql, family: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(starts_with(${name}, ${family}) and strpos('-.:@_', substr(${name}, length(${family}) + 1, 1)) > 0)`;
}
