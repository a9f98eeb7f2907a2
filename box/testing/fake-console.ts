import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { stringifyWire } from "../../lib/money.ts";
import { ActionResult, type ActionsResponse } from "../../lib/protocol/action.ts";
import { CheckinRequest, type HintKind } from "../../lib/protocol/channel.ts";
import type { DesiredDocument, DesiredResponse } from "../../lib/protocol/config.ts";
import type { EnrollTokenResponse } from "../../lib/protocol/enroll.ts";
import { LeaseRequest } from "../../lib/protocol/lease.ts";
import { UsageBatch } from "../../lib/protocol/usage.ts";
import { testId } from "../ledger/testing/ids.ts";
import { FakeBank } from "./fake-bank.ts";
import { makeOrgKey, sealKey, signDocument } from "./fake-documents.ts";
import { FakeDoor, type FakeReply } from "./fake-door.ts";

export const orgId = testId("org", 1);
export const boxId = testId("box", 1);

/** The console's box protocol in one process, strict about what it takes, with handles to make the world go wrong. */
export class FakeConsole {
  readonly bank = new FakeBank();
  readonly door = new FakeDoor();
  readonly checkins: CheckinRequest[] = [];
  readonly actionResults = new Map<string, ActionResult>();
  readonly actions: ActionsResponse["actions"] = [];
  readonly providerKeys = new Map<string, string>();
  readonly orgKey: Awaited<ReturnType<typeof makeOrgKey>>;
  /** What the console's clock is ahead of this machine's. */
  clockOffsetMs = 0;
  /** Batches that contain a model of this name are refused as invalid. */
  poisonModel: string | null = null;
  /** What batches said of their sending. */
  readonly usageSentAtMs: number[] = [];
  /** Usage is taken without a look at it: for benches, where this process must not be what is measured. */
  takesUsageUnread = false;
  /** Requests per path since the start. */
  readonly seen = new Map<string, number>();
  #desired: DesiredResponse | null = null;
  #server: Server | null = null;
  #port = 0;
  readonly #streams = new Set<ServerResponse>();

  private constructor(orgKey: Awaited<ReturnType<typeof makeOrgKey>>) {
    this.orgKey = orgKey;
  }

  static async start(): Promise<FakeConsole> {
    const fake = new FakeConsole(await makeOrgKey());
    await fake.comeUp();
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get enrollment(): EnrollTokenResponse {
    const names = { boxName: "Shelf 1", orgName: "Kaihe Practice" };
    return { boxId, orgId, ...names, orgSigningKey: this.orgKey.publicJwk, issuer: this.url };
  }

  get streamCount(): number {
    return this.#streams.size;
  }

  async comeUp(): Promise<void> {
    const server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo; strings are for pipes only.
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Off the network, as after a power cut in the data center. */
  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    this.#streams.clear();
    await closed;
  }

  async publish(document: DesiredDocument, sign = signDocument): Promise<void> {
    this.#desired = await sign(document, this.orgKey.privateKey);
    this.#document = document;
    this.hint("desired");
  }
  #document: DesiredDocument | null = null;

  hint(kind: HintKind): void {
    for (const stream of this.#streams) stream.write(`event: ${kind}\ndata: {}\n\n`);
  }

  phasesOf(version: number): string[] {
    const phases = this.checkins.map((item) => item.reported).filter((item) => item?.version === version);
    return phases.map((item) => item?.phase ?? "").filter((phase, index, all) => phase !== all[index - 1]);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?")[0] ?? "";
    this.seen.set(path, (this.seen.get(path) ?? 0) + 1);
    response.setHeader("x-kaihe-time", String(this.#nowMs()));
    const bytes = await readAll(request);
    if (path === "/api/box/v1/stream") {
      const refusal = await this.door.refuse(request, this.url + path, this.#nowMs());
      if (!refusal) return this.#openStream(response);
      return send(response, refusal);
    }
    send(response, await this.#answer(request, path, bytes));
  }

  async #answer(request: IncomingMessage, path: string, bytes: Buffer): Promise<FakeReply> {
    const isZipped = request.headers["content-encoding"] === "gzip";
    const body = bytes.length > 0 ? JSON.parse((isZipped ? gunzipSync(bytes) : bytes).toString()) : null;
    const url = this.url + path;
    if (path === "/api/box/v1/enroll") return await this.door.enroll(body, this.url);
    if (path === "/api/box/v1/enroll/token") return this.door.enrollToken(body);
    if (path === "/api/box/v1/token") return await this.door.token(request, body, url, this.#nowMs());
    const refusal = await this.door.refuse(request, url, this.#nowMs());
    if (refusal) return refusal;
    const name = path.replace("/api/box/v1/", "");
    if (name === "desired") return this.#desiredReply(request);
    if (name === "secrets") return { status: 200, body: { secrets: await this.#secrets() } };
    if (name === "checkin") {
      this.checkins.push(CheckinRequest.parse(body));
      return { status: 200, body: { checkinSeconds: 1 } };
    }
    if (name === "leases") return { status: 200, body: this.bank.handleLeases(LeaseRequest.parse(body)) };
    if (name === "usage" && this.takesUsageUnread) return { status: 200, body: { accepted: 1, duplicates: 0 } };
    if (name === "usage") return this.#usageReply(body);
    if (name === "actions")
      return { status: 200, body: { actions: this.actions.filter((item) => !this.actionResults.has(item.id)) } };
    const actionId = /^actions\/(.+)$/.exec(name)?.[1];
    if (!actionId) return { status: 404, body: {} };
    this.actionResults.set(actionId, ActionResult.parse(body));
    return { status: 200, body: {} };
  }

  #desiredReply(request: IncomingMessage): FakeReply {
    if (!this.#desired) return { status: 404, body: {} };
    const isKnown = request.headers["if-none-match"] === `"${this.#desired.version}"`;
    return isKnown ? { status: 304, body: null } : { status: 200, body: this.#desired };
  }

  #usageReply(body: unknown): FakeReply {
    const batch = UsageBatch.safeParse(body);
    const poisoned = batch.data?.events.findIndex((event) => event.model === this.poisonModel) ?? 0;
    if (!batch.success || poisoned >= 0) {
      const detail = `events.${poisoned}.model: not known`;
      const problem = { type: "about:blank", title: "invalid", status: 422, code: "invalid", detail, requestId: "r" };
      return { status: 422, body: problem };
    }
    this.usageSentAtMs.push(batch.data.sentAtMs ?? -1);
    return { status: 200, body: this.bank.takeUsage(batch.data.events) };
  }

  async #secrets() {
    const connections = this.#document?.connections ?? [];
    return await Promise.all(
      connections.map(({ id, keyVersion }) => {
        const place = { orgId, boxId, connectionId: id, keyVersion };
        return sealKey(this.providerKeys.get(id) ?? "practice-key", this.door.sealingKey, place);
      }),
    );
  }

  #openStream(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n");
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  #nowMs(): number {
    return Date.now() + this.clockOffsetMs;
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, reply: FakeReply): void {
  const headers = { "content-type": reply.status >= 400 ? "application/problem+json" : "application/json" };
  response.writeHead(reply.status, headers).end(reply.status === 304 ? undefined : stringifyWire(reply.body));
}
