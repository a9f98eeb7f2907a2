// What `npm start` would have put into the environment. Never the developer's own values: tests must not reach them.
process.env.KAIHE_SECRET = "test-secret-test-secret-test-secret";
process.env.DATABASE_URL = "postgres://nobody@127.0.0.1:1/no-database-in-unit-tests";
process.env.PUBLIC_URL = "http://localhost:3000";
process.env.PORT = "3000";
process.env.PRACTICE_URL = "";
process.env.LOG_LEVEL = "silent";
