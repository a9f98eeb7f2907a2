import type { RequestOptions, UpstreamWire } from "./dialect.ts";
import type { NeutralRequest } from "./neutral/request.ts";
import { Untranslatable } from "./untranslatable.ts";

/**
 * Kinds of images each provider reads: OpenAI "Images and vision", Anthropic "Vision", Gemini "Image understanding".
 */
const imageTypes: Record<UpstreamWire, readonly string[]> = {
  chat: ["image/png", "image/jpeg", "image/webp", "image/gif"],
  messages: ["image/png", "image/jpeg", "image/webp", "image/gif"],
  gemini: ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"],
};

/** Throws Untranslatable when the target reads no images of that type. */
export function checkImageType(mimeType: string, target: UpstreamWire, at: string): void {
  if (imageTypes[target].includes(mimeType)) return;
  const possible = imageTypes[target].join(", ");
  throw new Untranslatable(at, `\`${at}\`: the target reads no images of type ${mimeType}, only ${possible}.`);
}

/** The limit to send: the lower of what the caller and the box allow; null when neither says. */
export function outputLimit(request: NeutralRequest, options: RequestOptions): number | null {
  const limits = [request.maxOutputTokens, options.maxOutputTokens].filter((limit) => limit !== null);
  return limits.length > 0 ? Math.min(...limits) : null;
}
