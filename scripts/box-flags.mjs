/**
 * How Node runs the box agent. A box is a small computer: left alone, V8 sizes its heap by the machine and lets garbage
 * pile up to several times what is in use, and glibc gives every thread an arena of its own. Young objects of a hundred
 * calls at once fit into 6 MB; 512 MB is room for as many large requests. Measured with `npm run bench -- gateway`.
 */
export const boxFlags = ["--max-semi-space-size=6", "--max-old-space-size=512"];
export const boxEnv = { MALLOC_ARENA_MAX: "1" };
