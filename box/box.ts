import { randomUUID } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { EnrollTokenResponse } from "../lib/protocol/enroll.ts";
import { boxStatus } from "./box-status.ts";
import { ConsoleHttp } from "./channel/console-http.ts";
import { ServerTime, systemClock } from "./clock.ts";
import { lockDataDir } from "./data-lock.ts";
import { type EnrollView, enrollUntilClaimed } from "./enroll/enroll-loop.ts";
import { type Identity, loadIdentity } from "./enroll/identity.ts";
import { EnrolledBox } from "./enrolled-box.ts";
import { errorApi } from "./gateway/api.ts";
import { GatewayError } from "./gateway/gateway-error.ts";
import { handleGatewayRequest, sendJson } from "./gateway/handle-request.ts";
import { HttpFront } from "./http-front.ts";
import { SqliteStore } from "./ledger/sqlite-store.ts";
import { handlePageRequest } from "./local-page/handle-page.ts";
import type { Log } from "./log.ts";
import { localAddress } from "./network-address.ts";
import { readStateFile, writeStateFile } from "./state-file.ts";
import { agentVersion } from "./version.ts";

export type BoxOptions = {
  dataDir: string;
  consoleUrl: string;
  host: string;
  /** The gateway's port; 0 picks a free one. */
  port: number;
  /** The page's port; 0 picks a free one. */
  pagePort: number;
  log: Log;
  /** Something a person at the box should see: a new code, or that it was claimed. */
  onView?: (view: EnrollView | { state: "claimed"; enrollment: EnrollTokenResponse }, identity: Identity) => void;
  /** See enrollUntilClaimed. */
  deniedPauseMs?: number;
};

/** The data directory cannot be used. The message names the flag. */
export class DataDirError extends Error {}

const ServerTimeMemory = z.object({ offsetMs: z.number(), latestMs: z.number() });
const timeMeta = "server_time";

/** One box: its doors, its identity, and, once claimed, everything in EnrolledBox. */
export class Box {
  readonly identity: Identity;
  gatewayPort = 0;
  pagePort = 0;
  readonly #options: BoxOptions;
  readonly #store: SqliteStore;
  readonly #time: ServerTime;
  readonly #http: ConsoleHttp;
  readonly #front: HttpFront;
  readonly #unlock: () => void;
  readonly #stop = new AbortController();
  readonly #bootId = randomUUID();
  #view: EnrollView = { state: "contacting", code: null };
  #enrolled: EnrolledBox | null = null;
  #life: Promise<void> = Promise.resolve();
  #isClaimed = false;

  private constructor(options: BoxOptions, identity: Identity, store: SqliteStore, unlock: () => void) {
    this.#options = options;
    this.identity = identity;
    this.#store = store;
    this.#unlock = unlock;
    const memory = ServerTimeMemory.safeParse(JSON.parse(store.readMeta(timeMeta) ?? "null"));
    this.#time = new ServerTime(systemClock, memory.data);
    this.#http = new ConsoleHttp(options.consoleUrl, this.#time);
    this.#front = new HttpFront((request, response) => this.#handle(request, response));
  }

  /** Throws DataDirError, DataDirBusyError, CorruptStateError or PortError: each message is one sentence for people. */
  static async start(options: BoxOptions): Promise<Box> {
    prepareDataDir(options.dataDir);
    const unlock = lockDataDir(options.dataDir);
    try {
      const identity = await loadIdentity(options.dataDir, Date.now());
      const enrollment = readStateFile(join(options.dataDir, "enrollment.json"), EnrollTokenResponse);
      const box = new Box(options, identity, new SqliteStore(join(options.dataDir, "ledger.sqlite")), unlock);
      box.#isClaimed = enrollment !== null;
      box.gatewayPort = await box.#front.listen(options.host, options.port, "--port");
      box.pagePort = await box.#front.listen(options.host, options.pagePort, "--page-port");
      if (enrollment) await box.#begin(enrollment);
      else box.#life = box.#enroll().catch((error: unknown) => options.log.error({ err: error }, "enrollment"));
      return box;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Null until the box was claimed. */
  get enrolled(): EnrolledBox | null {
    return this.#enrolled;
  }

  get gatewayUrl(): string {
    return `http://${localAddress(this.#options.host)}:${this.gatewayPort}/v1`;
  }

  get pageUrl(): string {
    return `http://${localAddress(this.#options.host)}:${this.pagePort}/`;
  }

  /** Takes no new calls, lets those under way end (at most 5 s), puts everything on disk. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#front.close(() => this.#enrolled?.cutOff());
    await this.#life;
    this.#store.writeMeta(timeMeta, JSON.stringify(this.#time.memory()));
    if (this.#enrolled) await this.#enrolled.stop();
    else this.#store.close();
    await this.#http.close();
    this.#unlock();
  }

  async #enroll(): Promise<void> {
    const { dataDir, onView, log, deniedPauseMs } = this.#options;
    const enrollment = await enrollUntilClaimed({
      http: this.#http,
      identity: this.identity,
      clock: systemClock,
      localAddress: this.#address(),
      signal: this.#stop.signal,
      onView: (view) => {
        const isNew = view.state !== this.#view.state || view.code?.userCode !== this.#view.code?.userCode;
        this.#view = view;
        if (isNew) onView?.(view, this.identity);
      },
      ...(deniedPauseMs === undefined ? {} : { deniedPauseMs }),
    });
    if (!enrollment) return;
    writeStateFile(join(dataDir, "enrollment.json"), enrollment);
    this.#isClaimed = true;
    log.info({ boxId: enrollment.boxId }, "claimed");
    await this.#begin(enrollment);
    onView?.({ state: "claimed", enrollment }, this.identity);
  }

  async #begin(enrollment: EnrollTokenResponse): Promise<void> {
    const enrolled = new EnrolledBox({
      dataDir: this.#options.dataDir,
      enrollment,
      identity: this.identity,
      http: this.#http,
      store: this.#store,
      time: this.#time,
      clock: systemClock,
      bootId: this.#bootId,
      localAddress: this.#address(),
      isGatewayHealthy: () => this.#isGatewayHealthy(),
      log: this.#options.log,
    });
    await enrolled.start();
    this.#enrolled = enrolled;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (path.startsWith("/v1/") || path === "/metrics") {
      await this.#handleGateway(request, response);
      return;
    }
    if (path === "/health") {
      const version = this.#enrolled?.runner.appliedVersion ?? 0;
      sendJson(response, 200, {
        status: "ok",
        isClaimed: this.#enrolled !== null,
        appliedVersion: version,
        agentVersion,
      });
      return;
    }
    const getStatus = () => boxStatus(this, this.#view, this.#options.consoleUrl, this.#store);
    if (await handlePageRequest(getStatus, request, response)) return;
    sendJson(response, 404, new GatewayError(404, "not_found", `There is no ${path} here.`).body("chat", ""));
  }

  async #handleGateway(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const enrolled = this.#enrolled;
    if (!enrolled) {
      const message = this.#isClaimed
        ? "This box is starting. Try again in a moment."
        : `This box was not claimed yet. Open ${this.pageUrl} to see its code.`;
      const api = errorApi((request.url ?? "").split("?")[0] ?? "", request.headers);
      sendJson(response, 503, new GatewayError(503, "box_not_ready", message).body(api, ""));
      return;
    }
    const { gateway, callLog, metrics, isDecommissioned } = enrolled;
    const parts = {
      ...gateway,
      callLog,
      metrics,
      active: () => enrolled.active,
      isDecommissioned: () => isDecommissioned,
      log: this.#options.log,
    };
    await handleGatewayRequest(parts, request, response);
  }

  async #isGatewayHealthy(): Promise<boolean> {
    const host = this.#options.host === "0.0.0.0" ? "127.0.0.1" : this.#options.host;
    const url = `http://${host}:${this.gatewayPort}/health`;
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    return response?.ok ?? false;
  }

  #address(): string {
    return `${localAddress(this.#options.host)}:${this.gatewayPort}`;
  }
}

function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch {
    throw new DataDirError(`--data ${dataDir} cannot be written. Choose a directory that this user may write to.`);
  }
}
