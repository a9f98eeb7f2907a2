/** Inline, because the box must show its page without any other server; hashed into the page's CSP. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#16181d;--dim:#5b6270;--line:#dfe2e8;--paper:#fff;--ground:#f5f6f8;--good:#0b7a3e;--bad:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#eef0f4;--dim:#a2a9b6;--line:#2c313a;--paper:#171a20;--ground:#0e1014;--good:#4cc38a;--bad:#ff8a7a}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0}.qr{background:#fff;border-radius:.75rem;padding:.5rem;max-width:18rem;margin:1rem auto}.qr svg{display:block;width:100%;height:auto}
.url,.code,.words{text-align:center;overflow-wrap:anywhere}.code{font:600 2rem/1.2 ui-monospace,monospace;letter-spacing:.08em;margin:0}
.words{font-weight:600;font-size:1.15rem;margin:0}.label{color:var(--dim);font-size:.875rem;text-align:center;margin:.75rem 0 0}
.state{font-weight:600}.label+.state,.words+.state{text-align:center}.online{color:var(--good)}.offline,.decommissioned{color:var(--bad)}a{color:inherit}
dl{margin:1rem 0;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
dl div{display:flex;justify-content:space-between;gap:1rem;padding:.6rem .9rem}dl div+div{border-top:1px solid var(--line)}
dt{color:var(--dim);flex:none}dd{margin:0;text-align:right;overflow-wrap:anywhere}`;

/** Shows what changed: counts down in place, and takes the page anew when anything else differs. */
export const pageScript = `
let shown = null;
async function look() {
  try {
    const status = await (await fetch("/status.json", { cache: "no-store" })).json();
    const left = document.getElementById("left");
    if (left && status.enrollment) left.textContent = status.enrollment.expiresInSeconds ?? 0;
    const now = JSON.stringify(status, (key, value) => (key === "expiresInSeconds" ? undefined : value));
    if (shown !== null && shown !== now) {
      const page = new DOMParser().parseFromString(await (await fetch("/", { cache: "no-store" })).text(), "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.title = page.title;
    }
    shown = now;
  } catch {}
  setTimeout(look, 1000);
}
look();`;
