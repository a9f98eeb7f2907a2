import { config } from "zod";

// Next runs this before any component's module. zod would otherwise try `new Function`, which the content security
// policy refuses and reports; without it schemas are interpreted, a matter of microseconds in a browser.
config({ jitless: true });
