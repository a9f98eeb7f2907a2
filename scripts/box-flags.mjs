/**
 * Flags of Node for the box agent. A box is a small computer: without them V8 sizes its heap by the machine and lets
 * garbage pile up to several times what is in use. 512 MB is room for a hundred large requests at once.
 */
export const boxFlags = ["--max-semi-space-size=4", "--max-old-space-size=512"];
