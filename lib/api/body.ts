import "server-only";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "../errors.ts";
import { refuseUnstorable } from "./storable.ts";

const unzip = promisify(gunzip);

/** Reads at most `limitBytes` of a body, before and after decompression, and parses it as JSON. */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  const tooLarge = new AppError("body_too_large", `The body is larger than ${limitBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge;
    chunks.push(chunk);
  }
  let bytes: Buffer = Buffer.concat(chunks);
  if (request.headers.get("content-encoding") === "gzip") {
    try {
      bytes = await unzip(bytes, { maxOutputLength: limitBytes });
    } catch (error) {
      if (error instanceof RangeError) throw tooLarge;
      throw new AppError("malformed_json", "The body is not valid gzip.");
    }
  }
  const value = parse(bytes);
  refuseUnstorable(value);
  return value;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new AppError("malformed_json", "The body is not valid JSON.");
  }
}
