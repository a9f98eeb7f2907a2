interface CallExample {
  url: string;
  model: string;
  /** A local key, or what stands for one. */
  key: string;
}

/** Shell text in single quotes takes everything but the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export function curlSnippet({ url, model, key }: CallExample): string {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }], max_tokens: 200 });
  return [
    `curl ${url}/chat/completions \\`,
    `  -H ${quoted(`Authorization: Bearer ${key}`)} \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(body)}`,
  ].join("\n");
}

/** Anthropic's client adds `/v1` itself. */
export function anthropicSnippet({ url, model, key }: CallExample): string {
  return `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: ${JSON.stringify(url.replace(/\/v1$/, ""))},
  apiKey: ${JSON.stringify(key)},
});
const answer = await client.messages.create({
  model: ${JSON.stringify(model)},
  messages: [{ role: "user", content: "Hello" }],
  max_tokens: 200,
});
console.log(answer.content[0].text);`;
}

export function openaiSnippet({ url, model, key }: CallExample): string {
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${JSON.stringify(url)},
  apiKey: ${JSON.stringify(key)},
});
const answer = await client.chat.completions.create({
  model: ${JSON.stringify(model)},
  messages: [{ role: "user", content: "Hello" }],
  max_tokens: 200,
});
console.log(answer.choices[0].message.content);`;
}
