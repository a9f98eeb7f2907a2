/** What a row of the rollup is about. */
export const rollupKeys = ["org_id", "hour", "connection_id", "model", "box_id", "agent", "caller"] as const;

/** How each measure of the rollup follows from events; what rollUp (rollup.ts) computes as batches come in. */
export const measuresOf = {
  requests: "count(*) filter (where kind = 'call')",
  errors: "count(*) filter (where kind = 'call' and status <> 'ok')",
  input_tokens: "sum(input_tokens)",
  cache_read_tokens: "sum(cache_read_tokens)",
  output_tokens: "sum(output_tokens)",
  reasoning_tokens: "sum(reasoning_tokens)",
  cache_write_5m_tokens: "sum(cache_write_5m_tokens)",
  cache_write_1h_tokens: "sum(cache_write_1h_tokens)",
  audio_input_tokens: "sum(audio_input_tokens)",
  audio_output_tokens: "sum(audio_output_tokens)",
  image_output_tokens: "sum(image_output_tokens)",
  web_searches: "sum(web_searches)",
  cost_nanos: "sum(cost_nanos)",
  saved_nanos: "sum(saved_nanos)",
} as const;
