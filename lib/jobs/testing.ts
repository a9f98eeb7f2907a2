import pg from "pg";
import { env } from "../env.ts";
import { openText } from "../secrets/seal-text.ts";
import { type JobName, type JobPayload, jobs } from "./definitions.ts";

/** The payloads of the jobs of this name that wait in the test's database, oldest first; they are taken out. */
export async function takeJobs<Name extends JobName>(name: Name): Promise<JobPayload<Name>[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query(
      `with taken as (
         delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = $1 returning j.id, j.payload)
       select payload from taken order by id`,
      [name],
    );
    // What lib/jobs/enqueue.ts wrote is a payload of this name.
    return rows.map(({ payload }) => jobs[name].parse(payload) as JobPayload<Name>);
  } finally {
    await client.end();
  }
}

/** The sealed texts of such jobs. */
export async function takeSealedJobs(name: "mail.send" | "account.reset"): Promise<string[]> {
  return (await takeJobs(name)).map(({ sealed }) => sealed);
}

/** The mails that wait, opened. */
export async function takeMails(): Promise<{ to: string; template: string; change?: string; link?: string }[]> {
  return (await takeSealedJobs("mail.send")).map((sealed) => JSON.parse(openText(sealed, "mail")));
}
