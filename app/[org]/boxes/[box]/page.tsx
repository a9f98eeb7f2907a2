import type { Metadata } from "next";
import { BoxPage } from "#components/boxes/box-page.tsx";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { boxQuery } from "#lib/boxes/query.ts";
import { getBox } from "#lib/boxes/read.ts";
import { listCalls } from "#lib/calls/list.ts";
import { newestCallsInput, newestCallsQuery } from "#lib/calls/query.ts";
import { boxConfigQuery } from "#lib/configs/query.ts";
import { getBoxConfig } from "#lib/configs/read.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";

type Props = { params: Promise<{ org: string; box: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, box } = await params;
  return { title: (await orNotFound(getBox(await pageContext(org), box))).name };
}

export default async function Page({ params }: Props) {
  const { org: slug, box: boxId } = await params;
  const ctx = await pageContext(slug);
  const box = await orNotFound(getBox(ctx, boxId));
  return (
    <Prefetch
      sources={[
        source(boxQuery(slug, boxId), async () => box),
        source(boxConfigQuery(slug, boxId), () => getBoxConfig(ctx, boxId)),
        source(providerListQuery(slug), () => listProviders(ctx)),
        source(newestCallsQuery(slug, boxId), () => listCalls(ctx, newestCallsInput(boxId))),
      ]}
    >
      <BoxPage boxId={boxId} />
    </Prefetch>
  );
}
