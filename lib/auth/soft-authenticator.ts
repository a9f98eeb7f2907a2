import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import type { PasskeyAssertion } from "./passkey-schema.ts";

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64url");

interface Ceremony {
  challenge: string;
  origin?: string;
  rpId?: string;
  isUserVerified?: boolean;
}

/** An authenticator for tests (WebAuthn §6): one ES256 key that never leaves this object, with a counter to turn. */
export class SoftAuthenticator {
  readonly id = base64url(randomBytes(16));
  readonly #key: KeyObject;
  readonly #coseKey: Uint8Array;
  counter = 0;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    // COSE_Key (RFC 9052 §7): EC2, ES256, P-256.
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, "base64url"))],
      [-3, new Uint8Array(Buffer.from(y, "base64url"))],
    ]);
    this.#coseKey = isoCBOR.encode(cose);
  }

  #authenticatorData({ rpId = "localhost", isUserVerified = true }: Ceremony, isNew: boolean): Buffer {
    const flags = 0x01 | (isUserVerified ? 0x04 : 0) | (isNew ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const id = Buffer.from(this.id, "base64url");
    const attested = isNew ? Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#coseKey]) : [];
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, Buffer.from(attested)]);
  }

  #clientData(type: string, { challenge, origin = "http://localhost:3000" }: Ceremony): string {
    return JSON.stringify({ type, challenge, origin, crossOrigin: false });
  }

  #credential() {
    return { id: this.id, rawId: this.id, type: "public-key" as const, clientExtensionResults: {} };
  }

  create(ceremony: Ceremony) {
    const authData = new Uint8Array(this.#authenticatorData(ceremony, true));
    const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    const clientDataJSON = base64url(this.#clientData("webauthn.create", ceremony));
    return {
      ...this.#credential(),
      response: { clientDataJSON, attestationObject: base64url(isoCBOR.encode(attestation)) },
    };
  }

  get(ceremony: Ceremony, userId: string): PasskeyAssertion {
    const authenticatorData = this.#authenticatorData(ceremony, false);
    const clientData = this.#clientData("webauthn.get", ceremony);
    const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), this.#key);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(signature),
        userHandle: base64url(userId),
      },
    };
  }
}
