/** What this document may load; a new one for every answer, as the nonce is. */
interface Policy {
  nonce: string;
  isHttps: boolean;
  /** `next dev` evaluates modules and adds styles as it goes; production does neither. */
  isDevelopment: boolean;
  /** Origins that a sign-in form is redirected to: `form-action` is checked on redirects too (CSP Level 3 §6.4.2). */
  formTargets?: readonly string[];
}

/**
 * sonner adds its stylesheet as an element, without a nonce, when its module loads: first the empty element, then its
 * text. The test compares with the installed package.
 */
export const sonnerStyles = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
] as const;

/**
 * Content Security Policy (W3C CSP Level 3) of a page. Scripts run by nonce only, and load their own chunks by
 * 'strict-dynamic'. Style attributes are allowed because React writes `style` into server HTML; an attribute cannot
 * fetch or run anything here, as `default-src` and `img-src` are closed.
 */
export function contentSecurityPolicy({ nonce, isHttps, isDevelopment, formTargets = [] }: Policy): string {
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment
      ? "style-src 'self' 'unsafe-inline'"
      : ["style-src 'self'", `'nonce-${nonce}'`, ...sonnerStyles].join(" "),
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}
