import { seedDemo } from "#prisma/seed/demo/demo.ts";
import { runMain } from "./sentence.ts";

// Fills the scratch database of `npm run demo`, once, and prints how to sign in.
await runMain(async () => {
  const { email, password } = await seedDemo();
  console.log(`${email} with the password ${password}`);
  process.exit(0);
});
