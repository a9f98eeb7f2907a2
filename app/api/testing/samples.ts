import { newId } from "#lib/id.ts";
import { deviceCodeGrant } from "#lib/protocol/enroll.ts";
import { assertionType } from "#lib/protocol/token.ts";
import type { Sample } from "./discover-routes.ts";
import type { Tenant } from "./tenant.ts";

/**
 * One call of each route that its organization would accept, on things made for that call. A new route needs one line
 * here; the matrix and the fuzzer do the rest. `() => ({})` where nothing goes in; boxes are refused before anything
 * is read, so their samples are empty too.
 */
export type MakeSample = (tenant: Tenant) => Sample | Promise<Sample>;

const price = { inputNanosPerMillion: "1", outputNanosPerMillion: "1" };
/** Nobody listens on port 9: refused at once, by the provider and not by the door. */
const endpoint = { kind: "openai_compatible", baseUrl: "http://127.0.0.1:9/v1", apiKey: "sk-test" };
const fresh = () => newId("box").slice(-12);

/** Well-formed, and of no authenticator. */
const attestation = {
  id: "AAAA",
  rawId: "AAAA",
  type: "public-key",
  clientExtensionResults: {},
  response: { clientDataJSON: "e30", attestationObject: "oA", transports: [] },
};

export const samples: Record<string, MakeSample> = {
  "GET /api/v1/actions/[action]": async (t) => ({ params: { action: await t.newAction() } }),
  "GET /api/v1/api-keys": () => ({}),
  "POST /api/v1/api-keys": () => ({
    body: { name: fresh(), scopes: ["boxes.read"], expiresInDays: 1 },
    isPeopleOnly: true,
  }),
  // The owner's: to those who may revoke only their own it does not exist.
  "DELETE /api/v1/api-keys/[key]": async (t) => ({
    params: { key: await t.newApiKey() },
    isPeopleOnly: true,
    alsoLetIn: [404],
  }),
  "GET /api/v1/alerts": () => ({ query: "kind=budget.threshold" }),
  "GET /api/v1/alerts/mail": () => ({}),
  "PUT /api/v1/alerts/mail": () => ({ body: { isOn: true, locale: "en" }, isPeopleOnly: true }),
  "POST /api/v1/alerts/read": async (t) => ({
    body: { ids: [await t.newAlert()] },
    isPeopleOnly: true,
    ifForeign: 404,
  }),
  "GET /api/v1/audit": () => ({ query: "noun=boxes" }),
  "GET /api/v1/audit/chain": () => ({}),
  "GET /api/v1/audit/export": () => ({ query: "format=jsonl" }),
  "GET /api/v1/boxes": () => ({}),
  "GET /api/v1/boxes/[box]": (t) => ({ params: { box: t.box.id } }),
  "PATCH /api/v1/boxes/[box]": async (t) => ({ params: { box: await t.newBox() }, body: { name: "Lobby" } }),
  "DELETE /api/v1/boxes/[box]": async (t) => ({ params: { box: await t.newBox() } }),
  "GET /api/v1/boxes/[box]/config": (t) => ({ params: { box: t.box.id } }),
  "PUT /api/v1/boxes/[box]/tags": async (t) => ({ params: { box: await t.newBox() }, body: { tags: [fresh()] } }),
  "GET /api/v1/boxes/tags": () => ({}),
  "POST /api/v1/boxes/tags": async (t) => ({ body: { boxIds: [await t.newBox()], add: [fresh()] }, ifForeign: 404 }),
  "POST /api/v1/boxes/[box]/try": async (t) => ({
    params: { box: await t.newBox() },
    body: { model: "smart", prompt: "Hello" },
  }),
  "GET /api/v1/budgets": () => ({}),
  "POST /api/v1/budgets": (t) => ({
    body: { name: fresh(), connectionId: t.provider, period: "month", capNanos: "10000000" },
    ifForeign: 422,
  }),
  "GET /api/v1/budgets/[budget]": (t) => ({ params: { budget: t.budget } }),
  "PATCH /api/v1/budgets/[budget]": async (t) => ({ params: { budget: await t.newBudget() }, body: { name: fresh() } }),
  "DELETE /api/v1/budgets/[budget]": async (t) => ({ params: { budget: await t.newBudget() } }),
  "GET /api/v1/budgets/[budget]/burn-up": (t) => ({ params: { budget: t.budget } }),
  "GET /api/v1/budgets/[budget]/history": (t) => ({ params: { budget: t.budget } }),
  "POST /api/v1/budgets/[budget]/leases/[lease]/write-off": async (t) => ({ params: await t.newPresumedLease() }),
  "GET /api/v1/budgets/allocation": () => ({ query: "period=month" }),
  "PUT /api/v1/budgets/allocation": async (t) => ({
    body: {
      period: "month",
      cells: [{ connectionId: await t.newProvider(), tag: "lab", expectedNanos: null, capNanos: "10000000" }],
    },
    ifForeign: 422,
  }),
  "POST /api/v1/budgets/split": async (t) => ({
    body: {
      namePrefix: fresh(),
      capNanos: "10000000",
      period: "month",
      boxes: { kind: "listed", boxIds: [await t.newBox()] },
      by: { kind: "even" },
    },
    ifForeign: 404,
  }),
  "GET /api/v1/budgets/export": () => ({ query: "format=csv" }),
  "POST /api/v1/budgets/import": async (t) => ({
    body: { format: "csv", text: `name,box,period,cap\n${fresh()},${await t.newBox()},month,5` },
    ifForeign: 422,
  }),
  "GET /api/v1/calls": (t) => ({ query: `box=${t.box.id}`, ifForeign: 200 }),
  "GET /api/v1/calls/[call]": async (t) => ({ params: { call: await t.call() } }),
  "GET /api/v1/calls/export": (t) => ({ query: `box=${t.box.id}`, ifForeign: 200 }),
  "GET /api/v1/calls/facets": () => ({ query: "range=7d" }),
  "GET /api/v1/configs/[layer]": (t) => ({ params: { layer: t.box.id } }),
  "PUT /api/v1/configs/[layer]": async (t) => ({
    params: { layer: await t.newBox() },
    body: { expectedVersion: 0, patch: { observationSeconds: 5 } },
  }),
  "GET /api/v1/enrollments/[code]": async (t) => ({ params: { code: await t.newCode() } }),
  "POST /api/v1/enrollments/[code]/approve": async (t) => ({
    params: { code: await t.newCode() },
    body: { name: "Lobby" },
  }),
  "POST /api/v1/enrollments/[code]/deny": async (t) => ({ params: { code: await t.newCode() } }),
  "GET /api/v1/events": () => ({}),
  "GET /api/v1/invoices": () => ({}),
  "POST /api/v1/invoices": (t) => ({
    body: {
      connectionId: t.provider,
      fileName: "bill.csv",
      text: `date,model,cost,currency\n2026-11-01,${fresh()},1,USD`,
    },
    ifForeign: 404,
  }),
  "GET /api/v1/invoices/[invoice]": async (t) => ({ params: { invoice: await t.newInvoice() } }),
  "DELETE /api/v1/invoices/[invoice]": async (t) => ({ params: { invoice: await t.newInvoice() } }),
  "PUT /api/v1/invoices/[invoice]/models": async (t) => ({
    params: { invoice: await t.newInvoice() },
    body: { name: fresh(), model: "practice-small" },
  }),
  "POST /api/v1/invites": () => ({ body: { email: `${fresh()}@example.com`, role: "viewer" } }),
  "DELETE /api/v1/invites/[invite]": async (t) => ({ params: { invite: (await t.newInvite()).id } }),
  "POST /api/v1/invites/[invite]/resend": async (t) => ({ params: { invite: (await t.newInvite()).id } }),
  // Whoever has the token was invited, and sees what to; the token of nobody shows nothing.
  "POST /api/v1/invites/look": () => ({ body: { token: "none" } }),
  "POST /api/v1/invites/sign-up": () => ({ body: { token: "none", name: "Eve", password: "a long password" } }),
  // For another address than that of the person who follows the link.
  "POST /api/v1/invites/accept": async (t) => ({
    body: { token: (await t.newInvite()).token },
    alsoLetIn: [403],
    ifForeign: 403,
  }),
  "GET /api/v1/local-keys": () => ({}),
  "POST /api/v1/local-keys": () => ({ body: { name: fresh() } }),
  "PUT /api/v1/local-keys/[key]": async (t) => ({
    params: { key: await t.newLocalKey() },
    body: { models: ["smart"], requestsPerMinute: 60 },
  }),
  "DELETE /api/v1/local-keys/[key]": async (t) => ({ params: { key: await t.newLocalKey() } }),
  "GET /api/v1/me": () => ({}),
  "PATCH /api/v1/me": () => ({ body: { name: "Ada Owner" } }),
  "GET /api/v1/me/account": () => ({}),
  "PUT /api/v1/me/password": () => ({ body: { newPassword: `long ${fresh()} enough` } }),
  // A wrong password is no missing sign-in, but has its status.
  "POST /api/v1/me/reauthenticate": () => ({ body: { password: "not mine" }, alsoLetIn: [401] }),
  "POST /api/v1/me/totp": () => ({}),
  "PUT /api/v1/me/totp": () => ({ body: { code: "000000" }, alsoLetIn: [401] }),
  // Nothing to turn off, and no codes without it.
  "DELETE /api/v1/me/totp": () => ({ alsoLetIn: [404] }),
  "POST /api/v1/me/recovery-codes": () => ({ alsoLetIn: [404] }),
  "POST /api/v1/me/passkeys": () => ({
    body: { name: "Laptop", response: attestation },
    alsoLetIn: [401],
  }),
  "POST /api/v1/me/passkeys/options": () => ({}),
  "PATCH /api/v1/me/passkeys/[passkey]": async (t) => ({
    params: { passkey: await t.newPasskey() },
    body: { name: "Phone" },
  }),
  "DELETE /api/v1/me/passkeys/[passkey]": async (t) => ({ params: { passkey: await t.newPasskey() } }),
  // None is configured in these tests.
  "POST /api/v1/me/identities/[provider]": () => ({ params: { provider: "oidc" }, alsoLetIn: [404] }),
  "DELETE /api/v1/me/identities/[provider]": () => ({ params: { provider: "oidc" }, alsoLetIn: [404] }),
  "GET /api/v1/me/sessions": () => ({}),
  "DELETE /api/v1/me/sessions": () => ({}),
  "DELETE /api/v1/me/sessions/[session]": async (t) => ({ params: { session: await t.newSession() } }),
  "GET /api/v1/members": () => ({}),
  "PATCH /api/v1/members/[user]": async (t) => ({ params: { user: await t.newMember() }, body: { role: "finance" } }),
  "DELETE /api/v1/members/[user]": async (t) => ({ params: { user: await t.newMember() } }),
  "POST /api/v1/members/leave": (t) => ({ isPeopleOnly: true, afterwards: t.restore }),
  "GET /api/v1/openapi.json": () => ({}),
  "POST /api/v1/orgs": () => ({ body: { name: "Another", slug: `another-${fresh()}`, timezone: "UTC" } }),
  "GET /api/v1/orgs/current": () => ({}),
  "PATCH /api/v1/orgs/current": (t) => ({ body: { name: t.seeded.org.name, slug: t.slug, timezone: "UTC" } }),
  // To itself, which is refused, or this would use up the owner.
  "POST /api/v1/orgs/current/owner": (t) => ({
    body: { userId: t.people.owner.id },
    isPeopleOnly: true,
    ifForeign: 404,
  }),
  "GET /api/v1/orgs/current/deletion": () => ({}),
  // By a wrong name, or this would use up the organization.
  "POST /api/v1/orgs/current/deletion": () => ({ body: { name: "another name" } }),
  "POST /api/v1/password-reset": () => ({ body: { email: "nobody@example.com" } }),
  "PUT /api/v1/password-reset": () => ({ body: { token: "none", password: "a long password" } }),
  "GET /api/v1/prices": () => ({}),
  "GET /api/v1/prices/versions": () => ({}),
  "GET /api/v1/prices/diff": () => ({ query: "from=0&to=0" }),
  "GET /api/v1/providers": () => ({}),
  "GET /api/v1/providers/[provider]": (t) => ({ params: { provider: t.provider } }),
  "GET /api/v1/providers/[provider]/health": (t) => ({ params: { provider: t.provider }, query: "range=7d" }),
  "POST /api/v1/providers": () => ({ body: { name: fresh(), endpoint } }),
  "DELETE /api/v1/providers/[provider]": async (t) => ({ params: { provider: await t.newProvider() } }),
  "PUT /api/v1/providers/[provider]/key": async (t) => ({
    params: { provider: await t.newProvider() },
    body: { apiKey: "sk-test" },
  }),
  "PUT /api/v1/providers/[provider]/price": async (t) => ({
    params: { provider: await t.newProvider() },
    body: { modelId: "practice-small", price, maxOutputTokens: null },
  }),
  "POST /api/v1/providers/[provider]/discounts": async (t) => ({
    params: { provider: await t.newProvider() },
    body: { basisPoints: 1500, modelFamily: "practice-small", note: fresh() },
  }),
  "PATCH /api/v1/providers/[provider]/discounts/[discount]": async (t) => ({
    params: await t.newDiscount(),
    body: { basisPoints: 2000 },
  }),
  "DELETE /api/v1/providers/[provider]/discounts/[discount]": async (t) => ({ params: await t.newDiscount() }),
  "PUT /api/v1/providers/[provider]/models": async (t) => ({
    params: { provider: await t.newProvider() },
    body: { models: [{ id: "practice-small", basedOn: null }] },
  }),
  "POST /api/v1/providers/[provider]/probe": async (t) => ({ params: { provider: await t.newProvider() } }),
  "POST /api/v1/providers/probe": () => ({ body: endpoint }),
  "POST /api/v1/sign-in/passkey": () => ({}),
  "GET /api/v1/routes": () => ({}),
  "POST /api/v1/routes/explain": (t) => ({
    body: {
      route: { targets: [{ connectionId: t.provider, model: "practice-small" }] },
      sample: { inputTokens: 100, outputTokens: null, needsTools: false, needsVision: false, needsJson: false },
      boxId: t.box.id,
    },
    ifForeign: 404,
  }),
  "GET /api/v1/spend-views": () => ({}),
  "POST /api/v1/spend-views": () => ({ body: { page: "explore", name: fresh(), query: "range=7d" } }),
  // The owner's: others may not change it, and delete it only as managers.
  "PATCH /api/v1/spend-views/[view]": async (t) => ({
    params: { view: await t.newView() },
    body: { name: fresh() },
    alsoLetIn: [404],
  }),
  "DELETE /api/v1/spend-views/[view]": async (t) => ({ params: { view: await t.newView() }, alsoLetIn: [404] }),
  "GET /api/v1/spend/focus": () => ({ query: "range=7d" }),
  "GET /api/v1/spend": () => ({ query: "range=7d&groupBy=box" }),
  "GET /api/v1/spend/anomalies": () => ({ query: "state=open" }),
  "PATCH /api/v1/spend/anomalies/[anomaly]": async (t) => ({
    params: { anomaly: await t.newAnomaly() },
    body: { state: "dismissed", note: "known" },
  }),
  "GET /api/v1/spend/what-if": () => ({ query: "days=28" }),
  "GET /api/v1/spend/channels": () => ({ query: "groupBy=provider" }),
  "GET /api/v1/spend/headline": () => ({ query: "zone=Asia/Shanghai" }),
  "GET /api/v1/spend/movements": () => ({ query: "groupBy=box" }),
  "GET /api/v1/spend/statements": () => ({}),
  // Its only usage is of the running month, which nobody can close.
  "POST /api/v1/spend/statements": () => ({ body: { month: "2026-01" }, alsoLetIn: [409] }),
  "GET /api/v1/spend/statements/[statement]": (t) => ({ params: { statement: t.statement } }),
  "GET /api/v1/spend/statements/[statement]/verify": (t) => ({ params: { statement: t.statement } }),
  "GET /api/v1/spend/statements/[statement]/csv": (t) => ({ params: { statement: t.statement } }),
  "GET /api/v1/spend/statements/[statement]/pdf": (t) => ({
    params: { statement: t.statement },
    query: "locale=zh",
  }),
  "GET /api/v1/spend/statements/settings": () => ({}),
  "PUT /api/v1/spend/statements/settings/schedule": () => ({ body: { closeDay: 5 } }),
  "PUT /api/v1/spend/statements/settings/mail": () => ({ body: { isOn: false, locale: "en" }, isPeopleOnly: true }),
  "PUT /api/v1/spend/subscription": () => ({ body: { monthlyNanos: "1000000000" } }),
  "GET /api/v1/spend/units": () => ({}),
  "POST /api/v1/setup": () => ({
    body: { token: "none", name: "Eve", email: "eve@example.com", password: "a long password", orgName: "Eve" },
  }),
  "GET /api/v1/webhooks": () => ({}),
  "POST /api/v1/webhooks": () => ({ body: { url: "https://hooks.example.com/in", kinds: ["budget.threshold"] } }),
  "GET /api/v1/webhooks/[webhook]": async (t) => ({ params: { webhook: await t.newWebhook() } }),
  "PATCH /api/v1/webhooks/[webhook]": async (t) => ({
    params: { webhook: await t.newWebhook() },
    body: { description: fresh() },
  }),
  "DELETE /api/v1/webhooks/[webhook]": async (t) => ({ params: { webhook: await t.newWebhook() } }),
  "POST /api/v1/webhooks/[webhook]/secret": async (t) => ({ params: { webhook: await t.newWebhook() } }),
  "POST /api/v1/webhooks/[webhook]/test": async (t) => ({ params: { webhook: await t.newWebhook() } }),
  "GET /api/v1/webhooks/[webhook]/deliveries": async (t) => ({ params: { webhook: await t.newWebhook() } }),
  "POST /api/v1/webhooks/[webhook]/deliveries/[delivery]/resend": async (t) => {
    const webhook = await t.newWebhook();
    return { params: { webhook, delivery: await t.newDelivery(webhook) } };
  },

  "POST /api/box/v1/enroll": () => ({ body: { proof: "none" } }),
  "POST /api/box/v1/enroll/token": () => ({ body: { grant_type: deviceCodeGrant, device_code: "none" } }),
  "POST /api/box/v1/token": () => ({
    body: { grant_type: "client_credentials", client_assertion_type: assertionType, client_assertion: "none" },
  }),
  "GET /api/box/v1/actions": () => ({}),
  "POST /api/box/v1/actions/[id]": () => ({ params: { id: newId("action") } }),
  "POST /api/box/v1/checkin": () => ({}),
  "GET /api/box/v1/desired": () => ({}),
  "POST /api/box/v1/leases": () => ({}),
  "GET /api/box/v1/secrets": () => ({}),
  "GET /api/box/v1/stream": () => ({}),
  "POST /api/box/v1/usage": () => ({}),
};

/** Handlers that lib/api/route.ts does not wrap, each with its reason. */
export const exempt: Record<string, string> = {
  "GET /api/auth/[...nextauth]": "next-auth's own routes; lib/auth/options.ts leaves them nothing but the session id",
  "POST /api/auth/[...nextauth]": "the same handler",
  ...Object.fromEntries(
    ["DELETE", "GET", "PATCH", "POST", "PUT"].map((method) => [`${method} /api/[...rest]`, "answers 404 to everyone"]),
  ),
  "GET /api/health": "for load balancers; says true or false about three things, and nothing of a tenant",
};
