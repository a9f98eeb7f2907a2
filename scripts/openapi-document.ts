import { globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { RouteDeclaration } from "#lib/api/route.ts";
import { Problem } from "#lib/protocol/problem.ts";

/** Where the document is kept, so that the console serves it without importing every route. */
export const documentPath = "app/api/v1/openapi.json/document.json";

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** JSON Schema of a value on the wire: before our own parsing, so money is text and not bigint. */
function wire(schema: z.ZodType): object {
  const { $schema, ...json } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    // The format says it; the expression behind it fills pages.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return json;
}

const json = (schema: z.ZodType) => ({ "application/json": { schema: wire(schema) } });

/** OpenAPI 3.1 of `/api/v1`, read off the declarations of the routes (lib/api/route.ts). */
export async function openApiDocument(): Promise<object> {
  const paths: Record<string, Record<string, object>> = {};
  for (const file of globSync("app/api/v1/**/route.ts").toSorted()) {
    const handlers: Record<string, { declaration?: RouteDeclaration } | undefined> = await import(
      pathToFileURL(resolve(file)).href
    );
    const path = `/${dirname(file).slice("app/".length)}`.replaceAll(/\[(\w+)\]/g, "{$1}");
    for (const method of methods) {
      const declaration = handlers[method.toUpperCase()]?.declaration;
      if (declaration) paths[path] = { ...paths[path], [method]: operation(declaration, method, path) };
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Kaihe Fleet",
      version: "1",
      description:
        "What the console itself uses. Money is in nano-USD, as decimal digits. An API key names its organization; with a session, the header `kaihe-org` does.",
    },
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", bearerFormat: "kf_live_…" },
        session: { type: "apiKey", in: "cookie", name: "kaihe.session" },
      },
      schemas: { Problem: wire(Problem) },
    },
  };
}

/** The members of an object schema as parameters. */
function parameters(schema: z.ZodType | undefined, place: "path" | "query"): object[] {
  if (!schema) return [];
  const Shape = z.object({
    properties: z.record(z.string(), z.unknown()).default({}),
    required: z.array(z.string()).default([]),
  });
  const { properties, required } = Shape.parse(wire(schema));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

function operation(declaration: RouteDeclaration, method: string, path: string): object {
  const { params, query, body, response, status = 200 } = declaration;
  const who = {
    org: declaration.kind === "org" ? `Needs the permission \`${declaration.permission}\`.` : "",
    person: "About the signed-in person; API keys are refused.",
    open: "Nobody has to be signed in.",
    box: "For boxes.",
  }[declaration.kind];
  const parts = path.split("/").slice(3);
  return {
    operationId: [method, ...parts].join("_").replaceAll(/[{}]/g, "").replaceAll(/\W+/g, "_"),
    tags: [parts[0]],
    description: who,
    ...(declaration.kind === "open" ? { security: [] } : {}),
    ...(declaration.kind === "person" ? { security: [{ session: [] }] } : {}),
    parameters: [...parameters(params, "path"), ...parameters(query, "query")],
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    responses: {
      [status]: { description: "Done.", ...(response ? { content: json(response) } : {}) },
      default: {
        description: "Refused (RFC 9457).",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}
