// Next runs this before any other module of the page. zod, which follows with the first answer, would try `new Function`,
// which the content security policy refuses and reports; without it schemas are interpreted, a matter of microseconds in
// a browser. This is where zod keeps its configuration (zod/v4/core/core.js); `config()` itself would bring it along.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
