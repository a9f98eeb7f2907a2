import { expect, test } from "vitest";
import { calling, chat, fn, fullest, hi, translate } from "./testing/request-samples.ts";

test("what is translated, and what is harmless to leave out, is accepted", () => {
  expect(translate("chat", "messages", fullest.chat)).toEqual({
    model: "target-model",
    max_tokens: 5,
    system: [{ type: "text", text: "be brief" }],
    messages: [
      { role: "user", content: [{ type: "text", text: "hi" }] },
      {
        role: "assistant",
        content: [
          { type: "text", text: "no" },
          { type: "tool_use", id: expect.stringMatching(/^call_[0-9a-f]{32}$/), name: "f", input: {} },
        ],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: expect.stringMatching(/^call_[0-9a-f]{32}$/),
            content: [{ type: "text", text: "done" }],
          },
        ],
      },
    ],
    tools: [{ name: "f", description: "d", input_schema: { type: "object" }, strict: true }],
    tool_choice: { type: "tool", name: "f" },
    temperature: 0.5,
    top_p: 0.9,
    stop_sequences: ["END"],
    thinking: { type: "adaptive" },
    output_config: { effort: "high", format: { type: "json_schema", schema: { description: "d" } } },
    metadata: { user_id: "s" },
    stream: true,
  });
  expect(translate("messages", "chat", { ...fullest.messages, top_k: null })).toEqual({
    model: "target-model",
    messages: [
      { role: "system", content: "be brief" },
      {
        role: "user",
        content: [{ type: "file", file: { filename: "document.pdf", file_data: "data:application/pdf;base64,aGk=" } }],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c", content: "Error: " },
      { role: "user", content: "so?" },
    ],
    tools: [
      { type: "function", function: { name: "f", description: "d", parameters: { type: "object" }, strict: true } },
    ],
    tool_choice: "required",
    response_format: { type: "json_schema", json_schema: { name: "answer", schema: {}, strict: true } },
    max_completion_tokens: 9,
    temperature: 1,
    top_p: 0.9,
    stop: ["END"],
    reasoning_effort: "high",
    user: "u",
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(translate("messages", "gemini", fullest.messages, "gemini-2.5-flash")).toEqual({
    systemInstruction: { parts: [{ text: "be brief" }] },
    contents: [
      { role: "user", parts: [{ inlineData: { mimeType: "application/pdf", data: "aGk=" } }] },
      { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] },
      { role: "user", parts: [{ functionResponse: { name: "f", response: { error: "" } } }] },
      { role: "user", parts: [{ text: "so?" }] },
    ],
    tools: [{ functionDeclarations: [{ name: "f", description: "d", parametersJsonSchema: { type: "object" } }] }],
    toolConfig: { functionCallingConfig: { mode: "ANY" } },
    generationConfig: {
      maxOutputTokens: 9,
      temperature: 1,
      topP: 0.9,
      topK: 40,
      stopSequences: ["END"],
      responseMimeType: "application/json",
      responseJsonSchema: {},
      thinkingConfig: { thinkingBudget: 24_576 },
    },
  });
});

test("empty text is not sent beside other parts, and empty instructions not at all", () => {
  const empty = { role: "system", content: "" };
  const parts = [
    { type: "text", text: "" },
    { type: "text", text: "hi" },
  ];
  const body = translate("chat", "messages", chat({ messages: [empty, { role: "user", content: parts }] }));
  expect(body).toEqual({
    model: "target-model",
    max_tokens: 100,
    messages: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
  });
});

test("later instructions stay where they are for Anthropic, right after a user's message", () => {
  const body = translate("chat", "messages", chat({ messages: [hi, { role: "developer", content: "be brief" }] }));
  expect(body.messages).toEqual([
    { role: "user", content: [{ type: "text", text: "hi" }] },
    { role: "system", content: [{ type: "text", text: "be brief" }] },
  ]);
});

test("results go to Gemini in the order of their calls, whatever order they came in", () => {
  const calls = ["a", "b"].map((id) => ({ id, type: "function", function: { name: `f_${id}`, arguments: "{}" } }));
  const results = ["b", "a"].map((id) => ({ role: "tool", tool_call_id: id, content: `result ${id}` }));
  const call = { role: "assistant", tool_calls: calls };
  const body = translate("chat", "gemini", chat({ messages: [hi, call, ...results] }), "gemini-2.5-flash");
  expect(body.contents).toEqual([
    { role: "user", parts: [{ text: "hi" }] },
    {
      role: "model",
      parts: [{ functionCall: { name: "f_a", args: {} } }, { functionCall: { name: "f_b", args: {} } }],
    },
    {
      role: "user",
      parts: [
        { functionResponse: { name: "f_a", response: { output: "result a" } } },
        { functionResponse: { name: "f_b", response: { output: "result b" } } },
      ],
    },
  ]);
});

test.each([
  ["chat", { reasoning_effort: "none" }, "gemini-2.5-flash", { thinkingBudget: 0 }],
  ["chat", { reasoning_effort: "medium" }, "gemini-2.5-pro", { thinkingBudget: 8192 }],
  ["chat", { reasoning_effort: "medium" }, "gemini-3-pro", { thinkingLevel: "MEDIUM" }],
  [
    "messages",
    { max_tokens: 1, thinking: { type: "enabled", budget_tokens: 2048 } },
    "gemini-3-pro",
    { thinkingBudget: 2048 },
  ],
] as const)("%s %j is how %s is told how much to think", (surface, fields, model, thinkingConfig) => {
  expect(translate(surface, "gemini", chat(fields), model)).toMatchObject({ generationConfig: { thinkingConfig } });
});

test("a strict tool binds Gemini's calls to their schemas; a tool by name is the only one allowed", () => {
  const config = (fields: object) => translate("chat", "gemini", chat(fields)).toolConfig;
  expect(config({ tools: [fn({})] })).toBeUndefined();
  expect(config({ tools: [fn({ strict: true })] })).toEqual({ functionCallingConfig: { mode: "VALIDATED" } });
  expect(config({ tools: [fn({})], tool_choice: "none" })).toEqual({ functionCallingConfig: { mode: "NONE" } });
  expect(config({ tools: [fn({})], tool_choice: { type: "function", function: { name: "f" } } })).toEqual({
    functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["f"] },
  });
});

test("numbers that a double cannot hold reach the target as they are, in calls and in schemas", () => {
  const big = "12345678901234567890";
  const body = chat({
    messages: [
      hi,
      {
        role: "assistant",
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: `{"id":${big}}` } }],
      },
      { role: "tool", tool_call_id: "c", content: "ok" },
    ],
    tools: [fn({ parameters: { type: "object", maximum: JSON.rawJSON(big) } })],
  });
  for (const target of ["messages", "gemini"] as const) {
    expect(JSON.stringify(translate("chat", target, body)).split(big)).toHaveLength(3);
  }
});

test("a tool that returned nothing has a result without content for Anthropic, which refuses empty text", () => {
  const result = { role: "tool", tool_call_id: "c", content: "" };
  const body = translate("chat", "messages", chat({ messages: [hi, calling("c", "{}"), result] }));
  expect(body.messages).toMatchObject([
    { role: "user" },
    { role: "assistant" },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "c" }] },
  ]);
  expect(JSON.stringify(body)).not.toContain('"text":""');
});
