import pg from "pg";
import { env } from "../env.ts";
import { openText } from "../secrets/seal-text.ts";
import type { JobName } from "./definitions.ts";

/** The sealed texts of the jobs of this name that wait in the test's database, oldest first; they are taken out. */
export async function takeSealedJobs(name: JobName): Promise<string[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query(
      `with taken as (
         delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = $1 returning j.id, j.payload)
       select payload->>'sealed' as sealed from taken order by id`,
      [name],
    );
    return rows.map(({ sealed }) => sealed);
  } finally {
    await client.end();
  }
}

/** The mails that wait, opened. */
export async function takeMails(): Promise<{ to: string; template: string; change?: string; link?: string }[]> {
  return (await takeSealedJobs("mail.send")).map((sealed) => JSON.parse(openText(sealed, "mail")));
}
