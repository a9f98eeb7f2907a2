import { request } from "undici";
import type { Connection } from "../../lib/protocol/config.ts";

export type ProbeResult = { isHealthy: boolean; detail: string };

const timeoutMs = 5000;

/**
 * Whether a provider is there and takes the key: `GET {baseUrl}/models`. 404 and 405 are fine, not every provider lists
 * its models; 401, 403, a server error or no answer are not.
 */
export async function probeConnection(connection: Connection, key: string): Promise<ProbeResult> {
  try {
    const response = await request(`${connection.baseUrl.replace(/\/+$/, "")}/models`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body.dump();
    const status = response.statusCode;
    if (status === 401 || status === 403) return { isHealthy: false, detail: `the key was refused (${status})` };
    if (status >= 500) return { isHealthy: false, detail: `server error ${status}` };
    return { isHealthy: true, detail: `answered ${status}` };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "no answer in 5 s";
    return { isHealthy: false, detail: `not reachable (${code})` };
  }
}
