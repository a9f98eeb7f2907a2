/** Carries the path of a page from proxy.ts to what is rendered; whatever a client sends under this name is overwritten. */
export const pathHeader = "x-kaihe-path";
