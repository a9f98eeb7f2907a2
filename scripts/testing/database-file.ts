import { afterAll } from "vitest";
import { createTestDatabase, dropRetired, retire } from "#lib/db/testing.ts";

// Runs before a test file is imported, so lib finds the file's own database the ordinary way: in the environment.
await dropRetired();
const database = await createTestDatabase();
process.env.DATABASE_URL = database.url;

afterAll(() => retire(database));
