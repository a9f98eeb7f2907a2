import "server-only";
import { EventEmitter } from "node:events";
import pg from "pg";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { BusMessage } from "./message.ts";
import { busChannel } from "./notify.ts";

/**
 * One LISTEN connection per process, fanned out in memory. After a lost connection notifications may be missing, so
 * listeners get a `gap` and must read the truth again.
 */
class Bus {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #client: pg.Client | null = null;
  #isStarted = false;

  subscribe(orgId: string, listener: { message: (message: BusMessage) => void; gap: () => void }): () => void {
    this.#start();
    this.#emitter.on(`org:${orgId}`, listener.message);
    this.#emitter.on("gap", listener.gap);
    return () => {
      this.#emitter.off(`org:${orgId}`, listener.message);
      this.#emitter.off("gap", listener.gap);
    };
  }

  /** True while notifications arrive. */
  isConnected(): boolean {
    return this.#client !== null;
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.#connect(200);
  }

  async #connect(retryMs: number): Promise<void> {
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      options: "-c role=kaihe_app",
      application_name: "kaihe_bus",
      keepAlive: true,
    });
    const again = () => {
      if (this.#client === client) this.#client = null;
      client.removeAllListeners();
      client.on("error", () => {});
      void client.end().catch(() => {});
      setTimeout(() => void this.#connect(Math.min(retryMs * 2, 5_000)), retryMs).unref();
    };
    client.once("error", again);
    try {
      await client.connect();
      client.on("notification", ({ payload }) => this.#deliver(payload ?? ""));
      client.once("end", again);
      await client.query(`listen ${busChannel}`);
      this.#client = client;
      retryMs = 200;
      this.#emitter.emit("gap");
    } catch (error) {
      log.warn({ error: String(error) }, "bus: cannot listen, trying again");
      if (this.#client !== client) client.emit("error", error);
    }
  }

  #deliver(payload: string): void {
    const parsed = BusMessage.safeParse(JSON.parse(payload));
    if (parsed.success) this.#emitter.emit(`org:${parsed.data.orgId}`, parsed.data);
  }
}

// One per process, also when Next's development server evaluates this module twice.
const held = globalThis as { kaiheBus?: Bus };

export function bus(): Bus {
  held.kaiheBus ??= new Bus();
  return held.kaiheBus;
}
