import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { env } from "../env.ts";

/** What we take from an identity provider. */
export interface OutsidePerson {
  /** `sub`: unchanging there. */
  id: string;
  name: string;
  email: string | null;
  /** True only where this provider's word on the address may open an existing account. */
  isEmailVerified: boolean;
}

const Claims = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  /** Google Workspace domain. */
  hd: z.string().optional(),
});

function outsider(claims: unknown, isTrusted: (claims: z.infer<typeof Claims>) => boolean): OutsidePerson {
  const parsed = Claims.parse(claims);
  const email = parsed.email?.toLowerCase() ?? null;
  const isVerified = parsed.email_verified === true || parsed.email_verified === "true";
  return {
    id: parsed.sub,
    name: parsed.name ?? parsed.preferred_username ?? email ?? parsed.sub,
    email,
    isEmailVerified: isVerified && isTrusted(parsed),
  };
}

interface Discovered {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  isTrusted: (claims: z.infer<typeof Claims>) => boolean;
}

/** OpenID Connect by discovery, with PKCE, state and nonce (OAuth 2.1, RFC 9700 §2.1). */
function discovered({ id, name, issuer, clientId, clientSecret, isTrusted }: Discovered): OAuthConfig<unknown> {
  return {
    id,
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    clientSecret,
    profile: (claims: unknown) => ({ ...outsider(claims, isTrusted) }),
  };
}

const GithubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const GithubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });

/** GitHub speaks OAuth without ID tokens; its list of addresses says which is verified. */
function github(clientId: string, clientSecret: string): OAuthConfig<unknown> {
  const read = async (path: string, token: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" };
    const response = await fetch(`https://api.github.com${path}`, { headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${path}`);
    return response.json();
  };
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    authorization: { url: "https://github.com/login/oauth/authorize", params: { scope: "read:user user:email" } },
    token: "https://github.com/login/oauth/access_token",
    userinfo: {
      request: async ({ tokens }) => {
        const token = tokens.access_token ?? "";
        const user = GithubUser.parse(await read("/user", token));
        const emails = GithubEmails.parse(await read("/user/emails", token));
        const primary = emails.find((one) => one.primary);
        return {
          sub: String(user.id),
          name: user.name ?? user.login,
          ...(primary ? { email: primary.email, email_verified: primary.verified } : {}),
        };
      },
    },
    checks: ["pkce", "state"],
    clientId,
    clientSecret,
    profile: (claims: unknown) => ({ ...outsider(claims, () => true) }),
  };
}

/** Configured identity providers, in the order of the sign-in page. */
export function identityProviders(): OAuthConfig<unknown>[] {
  const e = env();
  const list: OAuthConfig<unknown>[] = [];
  if (e.OIDC_ISSUER && e.OIDC_CLIENT_ID && e.OIDC_CLIENT_SECRET) {
    const own = { issuer: e.OIDC_ISSUER, clientId: e.OIDC_CLIENT_ID, clientSecret: e.OIDC_CLIENT_SECRET };
    // Whoever set this up runs the console and chose whom to believe.
    list.push(discovered({ id: "oidc", name: e.OIDC_NAME, ...own, isTrusted: () => true }));
  }
  if (e.GOOGLE_CLIENT_ID && e.GOOGLE_CLIENT_SECRET) {
    const own = { clientId: e.GOOGLE_CLIENT_ID, clientSecret: e.GOOGLE_CLIENT_SECRET };
    // Google is the authority for its own mail and for Workspace domains; any other address may have changed hands.
    const isTrusted = ({ hd, email }: z.infer<typeof Claims>) => Boolean(hd) || /@gmail\.com$/i.test(email ?? "");
    list.push(discovered({ id: "google", name: "Google", issuer: "https://accounts.google.com", ...own, isTrusted }));
  }
  if (e.GITHUB_CLIENT_ID && e.GITHUB_CLIENT_SECRET) list.push(github(e.GITHUB_CLIENT_ID, e.GITHUB_CLIENT_SECRET));
  if (e.ENTRA_TENANT_ID && e.ENTRA_CLIENT_ID && e.ENTRA_CLIENT_SECRET) {
    const issuer = `https://login.microsoftonline.com/${e.ENTRA_TENANT_ID}/v2.0`;
    const own = { issuer, clientId: e.ENTRA_CLIENT_ID, clientSecret: e.ENTRA_CLIENT_SECRET };
    // Entra's `email` is whatever a tenant's admin typed (nOAuth, Descope 2023): it links nothing by itself.
    list.push(discovered({ id: "entra", name: "Microsoft", ...own, isTrusted: () => false }));
  }
  return list;
}

/** How identities of a provider are stored: another issuer under the same name must not inherit them. */
export function identityKey(providerId: string): string {
  return providerId === "oidc" ? `oidc:${env().OIDC_ISSUER ?? ""}` : providerId;
}
