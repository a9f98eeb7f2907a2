import { connect } from "node:net";

export interface RawAnswer {
  /** Status line and headers, as they came. */
  head: string;
  status: number;
  text: string;
}

interface RawRequest {
  port: number;
  head: string[];
  /** Sent again and again after the head until the other side closes. */
  endless?: string;
}

/** What fetch refuses to send: bytes of our own making over a plain socket, until the other side closes it. */
export function rawRequest({ port, head, endless }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    let isOpen = true;
    const pump = () => {
      while (isOpen && endless !== undefined) {
        if (!socket.write(endless)) break;
      }
    };
    socket.on("drain", pump);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", (error) => {
      isOpen = false;
      if (endless === undefined) reject(error);
    });
    socket.on("close", () => {
      isOpen = false;
      const text = Buffer.concat(chunks).toString("latin1");
      const [answerHead = "", ...rest] = text.split("\r\n\r\n");
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ head: answerHead.toLowerCase(), status, text: rest.join("\r\n\r\n") });
    });
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    pump();
  });
}
