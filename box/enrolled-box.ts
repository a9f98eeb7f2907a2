import { isUnderBudget } from "../lib/protocol/budget.ts";
import type { HintKind } from "../lib/protocol/channel.ts";
import type { Connection, DesiredDocument } from "../lib/protocol/config.ts";
import type { EnrollTokenResponse } from "../lib/protocol/enroll.ts";
import type { UsageEvent } from "../lib/protocol/usage.ts";
import { ActionRunner } from "./channel/action-runner.ts";
import { Channel } from "./channel/channel.ts";
import { CheckinLoop } from "./channel/checkin.ts";
import { ConsoleClient } from "./channel/console-client.ts";
import { ConsoleError, isDecommissioned } from "./channel/console-error.ts";
import type { ConsoleHttp } from "./channel/console-http.ts";
import { TokenSource } from "./channel/token-source.ts";
import type { Clock, ServerTime } from "./clock.ts";
import type { ActiveConfig } from "./config/active-config.ts";
import { ConfigRunner } from "./config/config-runner.ts";
import { ConfigStore } from "./config/config-store.ts";
import { ProviderHealth } from "./config/provider-health.ts";
import type { Identity } from "./enroll/identity.ts";
import { AnswerCache } from "./gateway/answer-cache.ts";
import { CallLog } from "./gateway/call-log.ts";
import type { CallParts } from "./gateway/gateway-call.ts";
import { KeyLimits } from "./gateway/key-limits.ts";
import { Metrics } from "./gateway/metrics.ts";
import { runTry } from "./gateway/run-try.ts";
import { createUpstreamAgent } from "./gateway/upstream.ts";
import { healthTree } from "./health-tree.ts";
import { LeaseKeeper } from "./ledger/lease-keeper.ts";
import { Ledger } from "./ledger/ledger.ts";
import type { SqliteStore } from "./ledger/sqlite-store.ts";
import { UsageUploader } from "./ledger/usage-uploader.ts";
import { LocalModels } from "./local-models/local-models.ts";
import type { Log } from "./log.ts";
import { LiveTargets } from "./routing/live-targets.ts";
import { sleep } from "./sleep.ts";
import { agentVersion } from "./version.ts";

type Parts = {
  dataDir: string;
  enrollment: EnrollTokenResponse;
  identity: Identity;
  http: ConsoleHttp;
  store: SqliteStore;
  time: ServerTime;
  clock: Clock;
  bootId: string;
  localAddress: string;
  isGatewayHealthy: () => Promise<boolean>;
  log: Log;
};

const decommissionedMeta = "decommissioned";
const probeEveryMs = 60_000;

/** Everything a claimed box does, wired together. */
export class EnrolledBox {
  readonly gateway: CallParts;
  readonly callLog: CallLog;
  readonly metrics: Metrics;
  readonly keeper: LeaseKeeper;
  readonly ledger: Ledger;
  readonly runner: ConfigRunner;
  readonly health = new ProviderHealth();
  readonly #parts: Parts;
  readonly #channel: Channel;
  readonly #checkins: CheckinLoop;
  readonly #uploader: UsageUploader;
  readonly #actions: ActionRunner;
  readonly #tokens: TokenSource;
  readonly #live: LiveTargets;
  readonly #local = new LocalModels();
  readonly #background = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #active: ActiveConfig | null = null;
  #isRecovered = false;
  #isReachable = false;
  #isDecommissioned: boolean;

  constructor(parts: Parts) {
    const { dataDir, enrollment, identity, http, store, time, clock, bootId, log } = parts;
    this.#parts = parts;
    this.#isDecommissioned = store.readMeta(decommissionedMeta) === "yes";
    this.#tokens = new TokenSource({ http, identity, boxId: enrollment.boxId, issuer: enrollment.issuer, time, clock });
    const client = new ConsoleClient({ http, tokens: this.#tokens, identity, time });
    this.ledger = new Ledger({ store, clock, time, bootId, onWritten: () => this.#uploader.poke() });
    this.keeper = new LeaseKeeper({
      ledger: this.ledger,
      clock,
      time,
      post: (request) => client.postLeases(request),
      log,
    });
    this.#uploader = new UsageUploader({
      store,
      post: (events, sentAtMs) => client.postUsage(events, sentAtMs),
      whyInvalid: whyInvalid,
      nowMs: () => time.nowMs(),
      log,
    });
    this.callLog = new CallLog(dataDir, log);
    this.metrics = new Metrics({ backlog: () => store.backlog });
    const monotonicMs = () => clock.monotonicMs();
    this.#live = new LiveTargets({ monotonicMs, random: Math.random });
    this.gateway = {
      keeper: this.keeper,
      health: this.health,
      live: this.#live,
      limits: new KeyLimits(monotonicMs),
      cache: new AnswerCache(),
      agent: createUpstreamAgent(),
      connectionsOf: (config) => this.#local.connectionsOf(config),
      onSettled: (event) => this.#onSettled(event),
      nowMs: () => time.nowMs(),
      random: Math.random,
      sleep,
      inBackground: (work) => this.#goOn(work),
    };
    this.#checkins = new CheckinLoop({
      client,
      snapshot: () => this.#snapshot(),
      onResult: (error) => this.#onCheckin(error),
    });
    this.runner = new ConfigRunner({
      enrollment,
      sealingKey: identity.sealingKey,
      store: new ConfigStore(dataDir),
      health: this.health,
      fetchDesired: (known) => client.getDesired(known),
      fetchSecrets: () => client.getSecrets(),
      activate: (config) => this.#activate(config),
      report: () => this.#checkins.now(),
      isGatewayHealthy: parts.isGatewayHealthy,
      log,
    });
    this.#actions = new ActionRunner({
      fetch: () => client.getActions(),
      perform: (action) => runTry(this.gateway, this.active, action.input),
      finish: (id, result) => client.finishAction(id, result),
      log,
    });
    this.#channel = new Channel({
      client,
      onHint: (kind) => this.#onHint(kind),
      readTruth: () => this.#readTruth(),
      onError: (error) => this.#onContact(error),
      log,
    });
  }

  get active(): ActiveConfig | null {
    return this.#active;
  }

  get isDecommissioned(): boolean {
    return this.#isDecommissioned;
  }

  get isOnline(): boolean {
    return this.#channel.sessionId !== null && this.#isReachable;
  }

  get enrollment(): EnrollTokenResponse {
    return this.#parts.enrollment;
  }

  /** Runs the proven configuration, explains what a crash left, then turns to the console. Throws when disk is bad. */
  async start(): Promise<void> {
    await this.runner.boot();
    const document = this.#active?.document;
    const events = this.ledger.recover((budgetId) => likelyConnection(document, budgetId));
    if (events.length > 0) this.#parts.log.warn({ events: events.length }, "a crash left money unaccounted for");
    this.#isRecovered = true;
    this.#activate(this.#active);
    this.keeper.start();
    this.#uploader.poke();
    void this.#watchProviders();
    void this.#channel.run(this.#stop.signal);
    void this.#checkins.run(this.#stop.signal);
  }

  /** Ends every call at a provider; what each may have cost is charged. */
  cutOff(): void {
    void this.gateway.agent.destroy();
  }

  /** After the last call was settled. */
  async stop(): Promise<void> {
    this.cutOff();
    await Promise.allSettled(this.#background);
    this.runner.stop();
    this.keeper.stop();
    this.#stop.abort();
    this.ledger.flush();
    await this.#uploader.stop(2000);
    this.ledger.close();
    await this.callLog.flush();
  }

  /** Calls tell how a provider is; one that failed or was never called is asked once a minute. */
  async #watchProviders(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#active) {
        await this.health.probe(this.#active, (id) => this.health.find(id)?.isHealthy !== true);
        await this.#lookAround(this.#active);
      }
      await sleep(probeEveryMs, this.#stop.signal);
    }
  }

  /** What goes on when its caller has its answer, or has left. */
  #goOn(work: Promise<void>): void {
    const settled = work
      .catch((error: unknown) => this.#parts.log.error({ err: error }, "gateway"))
      .finally(() => this.#background.delete(settled));
    this.#background.add(settled);
  }

  /** A settled attempt: to the metrics and to the box's own log. */
  #onSettled(event: UsageEvent): void {
    const connection = this.#active?.document.connections.find(({ id }) => id === event.connectionId);
    this.metrics.observe(event, connection?.kind ?? "openai_compatible");
    if (this.#active) this.callLog.note(event, this.#active.document.settings.logging);
  }

  async #lookAround(config: ActiveConfig): Promise<void> {
    const isNew = await this.#local.look(config);
    for (const { connectionId, server } of this.#local.discovered()) {
      this.#live.setReachable(connectionId, server !== null);
    }
    if (isNew) await this.#checkins.now();
  }

  #activate(config: ActiveConfig | null): void {
    this.#active = config;
    if (config) {
      this.#live.reconfigure(config.document.connections);
      void this.#lookAround(config);
    }
    if (config && this.#isRecovered) this.keeper.setRules(config.document.budgets);
  }

  #onHint(kind: HintKind): void {
    if (kind === "desired") this.#attempt(this.runner.sync(), "desired");
    if (kind === "lease") this.keeper.nudge();
    if (kind === "action") this.#attempt(this.#actions.sync(), "actions");
    // It may mean that this box is not wanted any more: only a new token tells.
    if (kind === "bye") this.#tokens.drop();
  }

  #readTruth(): void {
    void this.#checkins.now();
    this.#attempt(this.runner.sync(), "desired");
    this.#attempt(this.#actions.sync(), "actions");
    this.keeper.nudge();
    this.#uploader.retryNow();
  }

  #attempt(work: Promise<void>, what: string): void {
    work.catch((error: unknown) => {
      this.#onContact(error);
      this.#parts.log.warn({ err: error }, what);
    });
  }

  #onCheckin(error: unknown): void {
    this.#onContact(error);
    // Without a stream there are no hints: the check-in's pace is the pace of looking. Half-read versions are retried.
    const hasOpenWork = this.#channel.sessionId === null || this.runner.isUnfinished;
    if (error === null && hasOpenWork && !this.#stop.signal.aborted) {
      this.#attempt(this.runner.sync(), "desired");
      if (this.#channel.sessionId === null) this.#attempt(this.#actions.sync(), "actions");
    }
  }

  #onContact(error: unknown): void {
    this.#isReachable = error === null || error instanceof ConsoleError;
    const isGone = isDecommissioned(error);
    if (isGone === this.#isDecommissioned || (error !== null && !isGone)) return;
    this.#isDecommissioned = isGone;
    if (this.#stop.signal.aborted) return;
    this.#parts.store.writeMeta(decommissionedMeta, isGone ? "yes" : "no");
    this.#parts.log.warn({ isDecommissioned: isGone }, "the console decided about this box");
  }

  #snapshot() {
    const { store, bootId, localAddress } = this.#parts;
    const rejected = store.countRejected();
    return {
      bootId,
      sessionId: this.#channel.sessionId,
      agentVersion,
      localAddress,
      uptimeSeconds: Math.floor(process.uptime()),
      health: healthTree({ config: this.#active, providers: this.health, backlog: store.backlog, rejected }),
      appliedVersion: this.runner.appliedVersion,
      reported: this.runner.reported,
      backlog: store.backlog,
      quarantine: { count: rejected, latest: store.listRejected(20) },
      discovered: this.#local.discovered(),
    };
  }
}

/** A batch that can never be taken, as opposed to a console that cannot take it now. */
function whyInvalid(error: unknown): string | null {
  const isInvalid = error instanceof ConsoleError && [400, 409, 413, 422].includes(error.status);
  return isInvalid ? error.detail.slice(0, 500) : null;
}

/** A connection whose calls fall under the budget, as money that a crash left unexplained went to one of those. */
function likelyConnection(document: DesiredDocument | undefined, budgetId: string): string | null {
  const rule = document?.budgets.find((item) => item.id === budgetId);
  const agent = rule?.agent ?? null;
  const isCovered = (connection: Connection) =>
    !rule || connection.models.some((model) => isUnderBudget(rule, { connection, model, agent }));
  const connections = document?.connections ?? [];
  return rule?.connectionId ?? (connections.find(isCovered) ?? connections[0])?.id ?? null;
}
