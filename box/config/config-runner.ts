import type { CheckinRequest, ReportedPhase } from "../../lib/protocol/channel.ts";
import type { DesiredDocument, DesiredResponse, SecretsResponse } from "../../lib/protocol/config.ts";
import type { EnrollTokenResponse } from "../../lib/protocol/enroll.ts";
import type { SealingKey } from "../enroll/sealing-key.ts";
import type { Log } from "../log.ts";
import { sleep } from "../sleep.ts";
import { type ActiveConfig, type Limits, underLimits } from "./active-config.ts";
import type { ConfigStore, StoredVersion } from "./config-store.ts";
import { openKeys, selectSecrets } from "./open-keys.ts";
import { findRegressions, type ProviderHealth } from "./provider-health.ts";
import { checkReferences, DocumentRejected, verifyDocument } from "./verify-document.ts";

type Reported = NonNullable<CheckinRequest["reported"]>;

type Parts = {
  enrollment: EnrollTokenResponse;
  sealingKey: SealingKey;
  store: ConfigStore;
  health: ProviderHealth;
  /** Null when the console has nothing newer than `knownVersion`. */
  fetchDesired: (knownVersion: number | null) => Promise<DesiredResponse | null>;
  fetchSecrets: () => Promise<SecretsResponse>;
  /** Makes the gateway and the ledger use this configuration; null stops them. */
  activate: (config: ActiveConfig | null) => void;
  /** Tells the console how far it came; resolves when it was told or could not be. */
  report: () => Promise<void>;
  /** Whether the box's own gateway answers. */
  isGatewayHealthy: () => Promise<boolean>;
  log: Log;
  /** Between two looks at the gateway while observing, and before the second look at a provider. Default 1,000. */
  lookEveryMs?: number;
};

const endPhases: ReadonlySet<ReportedPhase> = new Set(["applied", "rejected", "failed", "rolled_back"]);

/** Why a version that was switched on is switched off again. */
class Regression extends Error {}

/**
 * Takes each new version through delivered → validating → applying → verifying → applied, one at a time. Only a
 * version that passed its observation becomes *proven*, and only the proven one runs after a restart.
 */
export class ConfigRunner {
  readonly #parts: Parts;
  #proven: ActiveConfig | null = null;
  #current: ActiveConfig | null = null;
  #limits: Limits | null = null;
  #reported: Reported | null = null;
  #knownVersion: number | null = null;
  #next: DesiredResponse | null = null;
  #running: Promise<void> | null = null;
  #observation: AbortController | null = null;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get reported(): Reported | null {
    return this.#reported;
  }

  /** The version that runs and is proven; 0 when none. */
  get appliedVersion(): number {
    return this.#parts.store.marker.provenVersion;
  }

  /** A version was begun and could not be read completely; the next `sync` takes it up again. */
  get isUnfinished(): boolean {
    return this.#running === null && this.#reported !== null && !endPhases.has(this.#reported.phase);
  }

  /** Runs the proven version from disk, without asking anybody: a box without network must work. */
  async boot(): Promise<void> {
    const { provenVersion, ended } = this.#parts.store.marker;
    this.#limits = this.#parts.store.readLimits();
    this.#reported = provenVersion > 0 ? { version: provenVersion, phase: "applied", reason: null } : null;
    if (ended && ended.version > provenVersion) this.#reported = ended;
    if (provenVersion === 0) return;
    const stored = this.#parts.store.readVersion(provenVersion);
    if (!stored) throw new DocumentRejected(`the proven version ${provenVersion} is missing on disk`, true);
    const document = await verifyDocument(stored.desired, this.#parts.enrollment);
    this.#proven = { document, keys: await openKeys(document, stored.secrets, this.#parts.sealingKey) };
    this.#switchTo(this.#proven);
  }

  /** Reads what the console wants and works on it if it is new. Throws when the console cannot be asked. */
  async sync(): Promise<void> {
    const desired = await this.#parts.fetchDesired(this.#knownVersion);
    if (!desired || !this.#isNew(desired.version)) return;
    this.#next = desired;
    // A newer wish makes watching the older one pointless.
    if (this.#reported?.version !== desired.version) this.#observation?.abort();
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  stop(): void {
    this.#isStopped = true;
    this.#observation?.abort();
  }

  /** Versions only grow; what is proven or has failed is not done again. */
  #isNew(version: number): boolean {
    const { provenVersion, ended } = this.#parts.store.marker;
    return version > provenVersion && version > (ended?.version ?? 0);
  }

  async #work(): Promise<void> {
    while (this.#next && !this.#isStopped) {
      const desired = this.#next;
      this.#next = null;
      if (this.#isNew(desired.version)) await this.#takeThrough(desired);
    }
  }

  async #takeThrough(desired: DesiredResponse): Promise<void> {
    const { version } = desired;
    let step: "reading" | "applying" | "verifying" = "reading";
    try {
      await this.#reach(version, "delivered");
      const { config, stored } = await this.#validate(desired);
      step = "applying";
      await this.#reach(version, "applying");
      const wasHealthy = await this.#healthBefore();
      this.#parts.store.saveVersion(stored);
      this.#switchTo(config);
      step = "verifying";
      await this.#reach(version, "verifying");
      const isObserved = await this.#observe(config, wasHealthy);
      if (!isObserved) {
        // Cut short: not proven, so it must not stay on while the next version is looked at.
        this.#switchTo(this.#proven);
        return;
      }
      this.#parts.store.markProven(version);
      this.#proven = config;
      this.#knownVersion = version;
      await this.#reach(version, "applied");
    } catch (error) {
      await this.#end(version, step, error);
    }
  }

  #switchTo(config: ActiveConfig | null): void {
    this.#current = config;
    this.#parts.activate(config && underLimits(config, this.#limits));
  }

  /**
   * Budgets and local keys of a genuine document count at once and for good: should the version be rejected or rolled
   * back, the box must not go on spending without the budget, or under the key, that somebody just put an end to.
   */
  #obey({ version, budgets, localKeys }: DesiredDocument): void {
    if (version <= (this.#limits?.version ?? 0)) return;
    this.#limits = { version, budgets, localKeys };
    this.#parts.store.saveLimits(this.#limits);
    this.#switchTo(this.#current);
  }

  async #validate(desired: DesiredResponse): Promise<{ config: ActiveConfig; stored: StoredVersion }> {
    await this.#reach(desired.version, "validating");
    const document = await verifyDocument(desired, this.#parts.enrollment);
    this.#obey(document);
    checkReferences(document);
    const secrets = selectSecrets(document, await this.#secretsFor(document));
    const keys = await openKeys(document, secrets, this.#parts.sealingKey);
    return { config: { document, keys }, stored: { desired, secrets } };
  }

  async #secretsFor(document: DesiredDocument): Promise<SecretsResponse["secrets"]> {
    if (document.connections.length === 0) return [];
    return (await this.#parts.fetchSecrets()).secrets;
  }

  /** How the providers of the running version are, so that an outage that was there before blames nobody. */
  async #healthBefore(): Promise<(connectionId: string) => boolean> {
    const { health } = this.#parts;
    if (this.#proven) await health.probe(this.#proven, () => true);
    const healthy = new Set(
      this.#proven?.document.connections.filter((item) => health.find(item.id)?.isHealthy).map((item) => item.id),
    );
    return (connectionId) => healthy.has(connectionId);
  }

  /** False when it was cut short (a newer version, or the box stops); throws Regression. */
  async #observe(config: ActiveConfig, wasHealthy: (connectionId: string) => boolean): Promise<boolean> {
    const { health, isGatewayHealthy, lookEveryMs = 1000 } = this.#parts;
    const controller = new AbortController();
    this.#observation = controller;
    if (this.#isStopped) controller.abort();
    const endsAt = performance.now() + config.document.settings.observationSeconds * 1000;
    const regressions = () => findRegressions(this.#proven, wasHealthy, config, health);
    await health.probe(config, () => true);
    if (regressions().length > 0) {
      // One second look: a hiccup is not a regression.
      await sleep(lookEveryMs, controller.signal);
      await health.probe(config, (id) => health.find(id)?.isHealthy === false);
    }
    while (!controller.signal.aborted) {
      const found = regressions();
      if (found.length > 0) throw new Regression(`provider ${found.join("; ")}`.slice(0, 500));
      if (!(await isGatewayHealthy())) throw new Regression("the gateway of the box does not answer");
      const left = endsAt - performance.now();
      if (left <= 0) return true;
      await sleep(Math.min(left, lookEveryMs), controller.signal);
    }
    return false;
  }

  async #end(version: number, step: "reading" | "applying" | "verifying", error: unknown): Promise<void> {
    const { store, log } = this.#parts;
    const isVerdict = error instanceof DocumentRejected || error instanceof Regression;
    if (!isVerdict && step === "reading") {
      // The console went away in between; the version is as good as before and is tried at the next sync.
      log.warn({ err: error, version }, "configuration could not be read completely");
      return;
    }
    if (!isVerdict) log.error({ err: error, version }, "configuration failed");
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    const phase = this.#endPhase(error);
    if (step !== "reading") this.#switchTo(this.#proven);
    if (!(error instanceof DocumentRejected) || error.isGenuine) {
      store.markEnded({ version, phase, reason });
      this.#knownVersion = version;
    }
    await this.#reach(version, phase, reason);
  }

  #endPhase(error: unknown): ReportedPhase {
    if (error instanceof DocumentRejected) return "rejected";
    return this.#proven ? "rolled_back" : "failed";
  }

  async #reach(version: number, phase: ReportedPhase, reason: string | null = null): Promise<void> {
    this.#reported = { version, phase, reason };
    this.#parts.log.info({ version, phase, reason }, "configuration");
    await this.#parts.report();
  }
}
