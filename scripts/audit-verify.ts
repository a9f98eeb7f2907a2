import { parseArgs } from "node:util";
import type { Anchor } from "#lib/audit/verify.ts";
import { verifyAllChains } from "#lib/audit/verify-all.ts";
import { Sentence } from "./sentence.ts";
import { withConsole } from "./with-console.ts";

const usage = `Usage: npm run audit:verify [-- --anchor org:seq:hash …]
  Reads every organization's audit chain and names what was altered, deleted, swapped or cut off.
  An anchor is a line this command (or the nightly job's log) printed earlier and that was kept elsewhere.`;

function readAnchor(text: string): [string, Anchor] {
  const [, orgId, seq, hash] = /^(org_\w+):(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!orgId || !seq || !hash)
    throw new Sentence(`--anchor is wrong: it must be org:seq:hash as printed earlier.\n${usage}`);
  return [orgId, { seq: BigInt(seq), hash }];
}

await withConsole(async () => {
  const { values } = parseArgs({ options: { anchor: { type: "string", multiple: true, default: [] } } });
  const reports = await verifyAllChains(new Map(values.anchor.map(readAnchor)));
  for (const { orgId, entries, head, faults } of reports) {
    console.log(faults.length === 0 ? `whole   ${orgId}, ${entries} entries` : `BROKEN  ${orgId}, ${entries} entries`);
    for (const { detail } of faults) console.log(`        ${detail}`);
    if (head && faults.length === 0) console.log(`        anchor ${orgId}:${head.seq}:${head.hash}`);
  }
  const broken = reports.filter(({ faults }) => faults.length > 0).length;
  console.log(`${reports.length} chains, ${broken} broken`);
  return broken > 0 ? 1 : 0;
});
