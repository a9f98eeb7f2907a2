import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";

const Context = z.record(z.string(), z.string()).default({});
const Encrypt = z.object({ KeyId: z.string(), Plaintext: z.base64(), EncryptionContext: Context });
const Decrypt = z.object({ CiphertextBlob: z.base64(), KeyId: z.string().optional(), EncryptionContext: Context });

/** An error as KMS spells it: HTTP 400 and `__type`. */
class KmsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/**
 * AWS KMS as its SDK sees it (JSON 1.1 over HTTP, `x-amz-target: TrentService.…`): symmetric Encrypt and Decrypt with
 * an encryption context. Keys live as long as the process. A key that nobody named before is made when it is used.
 */
export function createKms(): Server {
  const keys = new Map<string, Buffer>();
  return createServer((request, response) => void answer(request, response, keys));
}

type Keys = Map<string, Buffer>;

function encrypt(keys: Keys, body: unknown): object {
  const { KeyId, Plaintext, EncryptionContext } = Encrypt.parse(body);
  const key = keys.get(KeyId) ?? randomBytes(32);
  keys.set(KeyId, key);
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(canonical(EncryptionContext));
  const sealed = [cipher.update(Plaintext, "base64"), cipher.final(), cipher.getAuthTag()];
  const blob = Buffer.from(JSON.stringify({ KeyId, data: Buffer.concat([iv, ...sealed]).toString("base64") }));
  return { CiphertextBlob: blob.toString("base64"), KeyId, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}

function decrypt(keys: Keys, body: unknown): object {
  const { CiphertextBlob, KeyId, EncryptionContext } = Decrypt.parse(body);
  const blob = readBlob(CiphertextBlob);
  const key = keys.get(blob.KeyId);
  if (KeyId !== undefined && KeyId !== blob.KeyId) {
    throw new KmsError("IncorrectKeyException", "The key of the request is not the one that encrypted this.");
  }
  if (!key) throw new KmsError("NotFoundException", `Key '${blob.KeyId}' does not exist`);
  return { Plaintext: open(key, blob.data, EncryptionContext), KeyId: blob.KeyId };
}

function canonical(context: Record<string, string>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).toSorted()));
}

function readBlob(text: string): { KeyId: string; data: string } {
  try {
    return z.object({ KeyId: z.string(), data: z.base64() }).parse(JSON.parse(Buffer.from(text, "base64").toString()));
  } catch {
    throw new KmsError("InvalidCiphertextException", "The ciphertext is invalid.");
  }
}

function open(key: Buffer, data: string, context: Record<string, string>): string {
  const bytes = Buffer.from(data, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(canonical(context));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("base64");
  } catch {
    throw new KmsError("InvalidCiphertextException", "The ciphertext or its encryption context is invalid.");
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, keys: Keys): Promise<void> {
  const send = (status: number, body: object) =>
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  try {
    const target = String(request.headers["x-amz-target"]);
    const operation = { "TrentService.Encrypt": encrypt, "TrentService.Decrypt": decrypt }[target];
    if (!operation) throw new KmsError("UnknownOperationException", `${target} is not covered`);
    if (!String(request.headers.authorization).startsWith("AWS4-HMAC-SHA256 ")) {
      throw new KmsError("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    send(200, operation(keys, JSON.parse(Buffer.concat(chunks).toString())));
  } catch (error) {
    const type = error instanceof KmsError ? error.type : "ValidationException";
    send(400, { __type: type, message: error instanceof Error ? error.message : String(error) });
  }
}
