import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";

interface Received {
  from: string;
  to: string[];
  /** The whole message. */
  source: string;
}

/**
 * A real SMTP server on loopback for the tests of a file, and the environment that sends mail to it. Call it at the top:
 * lib/env.ts reads the environment once.
 */
export function startMailSink(): { received: Received[] } {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        received.push({ from, to: rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${port}`);
    vi.stubEnv("MAIL_FROM", "Kaihe Fleet <fleet@example.com>");
  });
  beforeEach(() => void received.splice(0));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { received };
}
