const { default: Visitor } = require("@swc/core/Visitor.js");

// TypeScript 7 has no API for tools, so the sources are parsed by swc, whose visitor predates `using`.
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function visit(statement) {
  if (statement.type !== "UsingDeclaration") return visitStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls);
  return statement;
};

/**
 * Who may import whom (DESIGN §3, HOUSE rule 1). Each rule says in its comment what to do instead.
 * @type {import("dependency-cruiser").IConfiguration}
 */
const test = "\\.test\\.tsx?$";
const testing = "/testing/";
const here = "^(app|bench|box|components|e2e|lib|prisma|scripts|sim)/";
/** Arithmetic of prices and money. */
const arithmetic = "^lib/(protocol/|prices/(cost|fill-rates)\\.ts$|money\\.ts$)";
/** What the box may share with the console: wire shapes, arithmetic, and the choice of a target. */
const sharedCore = "^lib/(protocol/|routing/|prices/(cost|fill-rates)\\.ts$|(money|seeded-random)\\.ts$)";
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Move what both need into a third file.",
      severity: "error",
      from: { path: here },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "imports-resolve",
      comment: "Every import names an existing file or an installed package.",
      severity: "error",
      from: { path: here },
      to: { couldNotResolve: true, pathNot: "^(server-only|#lib/db/generated)" },
    },
    {
      name: "protocol-is-alone",
      comment: "lib/protocol is the wire format: zod and itself only.",
      severity: "error",
      from: { path: "^lib/protocol/", pathNot: test },
      to: { pathNot: "^(lib/protocol/|node_modules/zod/)" },
    },
    {
      name: "shared-core-is-pure",
      comment: "lib/prices/{cost,fill-rates}.ts and lib/money.ts run on the box too: lib/protocol only.",
      severity: "error",
      from: { path: "^lib/(prices/(cost|fill-rates)|money)\\.ts$" },
      to: { path: here, pathNot: arithmetic },
    },
    {
      name: "routing-is-pure",
      comment:
        "lib/routing runs on the box and in the console: plain data in, a decision out, nothing but arithmetic and zod.",
      severity: "error",
      from: { path: "^lib/routing/", pathNot: [test, "^lib/routing/testing/"] },
      to: { pathNot: ["^lib/routing/(?!testing/)", arithmetic, "^node_modules/zod/"] },
    },
    {
      name: "box-is-alone",
      comment:
        "The box is its own program: it shares only lib/protocol, lib/routing, lib/prices/{cost,fill-rates}.ts and lib/money.ts.",
      severity: "error",
      from: { path: "^box/", pathNot: [test, testing] },
      to: { path: here, pathNot: ["^box/", sharedCore] },
    },
    {
      name: "box-tests-may-use-sim",
      comment: "A box test talks to a stand-in provider, never to the console's own code.",
      severity: "error",
      from: { path: [`^box/.*${test}`, `^box/.*${testing}`] },
      to: { path: here, pathNot: ["^box/", "^sim/", sharedCore] },
    },
    {
      name: "sim-is-outside",
      comment: "sim/ stands for the outside world: it knows the wire format only.",
      severity: "error",
      from: { path: "^sim/", pathNot: "^sim/ledger/" },
      to: { path: here, pathNot: ["^sim/", "^lib/protocol/"] },
    },
    {
      name: "ledger-simulator-runs-the-cores",
      comment: "sim/ledger plays both sides of the ledger with its real code: cores and stores' interfaces, no I/O.",
      severity: "error",
      from: { path: "^sim/ledger/" },
      to: {
        path: here,
        pathNot: [
          "^sim/ledger/",
          "^lib/(protocol|leases/core)/",
          "^lib/leases/(store|changes|exchange-in)\\.ts$",
          "^lib/usage/(store|rollup|seen|ingest-in)\\.ts$",
          "^lib/(money|errors)\\.ts$",
          "^box/ledger/",
          "^box/(clock|timers)\\.ts$",
        ],
      },
    },
    {
      name: "lib-knows-no-page",
      comment: "lib is used by app and components, not the other way round.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components|box|sim|e2e)/" },
    },
    {
      name: "lib-knows-no-script",
      comment: "Only the test harness of lib may start what scripts/ starts.",
      severity: "error",
      from: { path: "^lib/", pathNot: [test, "^lib/db/testing\\.ts$"] },
      to: { path: "^(scripts|prisma/seed)/" },
    },
    {
      name: "components-are-client-safe",
      comment:
        "Components take data through lib/<noun>/query.ts; whatever starts with server-only stays on the server.",
      severity: "error",
      // The two name themselves server-only: they turn lib's errors into pages and prefetch queries for them.
      from: { path: "^components/", pathNot: [test, "^components/state/(prefetch|or-not-found)\\.tsx?$"] },
      to: { path: "^node_modules/server-only/", reachable: true },
    },
    {
      name: "components-know-no-page",
      comment: "Components are used by app and stand on lib.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|box|sim|scripts|e2e|prisma)/" },
    },
    {
      name: "app-has-no-database",
      comment: "One door: only lib/<noun> and kernels touch lib/db.",
      severity: "error",
      from: { path: "^(app|components)/", pathNot: test },
      to: { path: "^lib/db/" },
    },
    {
      name: "system-handle",
      comment: "lib/db/system.ts sees every organization; take withOrg from lib/db/client.ts instead.",
      severity: "error",
      from: {
        pathNot: [
          test,
          "^(scripts|prisma/seed|bench|e2e)/",
          "^lib/(auth|enrollment|jobs|orgs)/",
          "^lib/boxes/(authenticate|presence)",
          // A person's own account: people belong to no organization, or to several.
          "^lib/account/",
          // Whoever follows an invite's link is in no organization yet.
          "^lib/members/(open-invite|accept|sign-up)\\.ts$",
          // Job handlers that run across organizations.
          "^lib/(actions/finish|alerts/sweep|audit/verify-all|budgets/settle-raises|leases/expire|prices/refresh|secrets/rotate|spend/(settle|watch-all)|statements/close-due|usage/(compare-books|partitions|rebuild|retention)|webhooks/sweep)\\.ts$",
          "^lib/health",
          "^lib/db/",
        ],
      },
      to: { path: "^lib/db/system\\.ts$" },
    },
    {
      name: "generated-client",
      comment: "Prisma's types never leave lib/db.",
      severity: "error",
      from: { path: here, pathNot: "^lib/db/" },
      to: { path: "^lib/db/generated/" },
    },
    {
      name: "nothing-imports-tests",
      comment: "A test file is nobody's library; put shared helpers beside it.",
      severity: "error",
      from: {},
      to: { path: test },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "lib/db/generated"] },
    exclude: { path: "^(\\.next|\\.data|\\.cache|box/dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
    cache: { folder: ".cache/dependency-cruiser", strategy: "content" },
  },
};
