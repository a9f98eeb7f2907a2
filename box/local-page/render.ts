import { createHash } from "node:crypto";
import QRCode from "qrcode";
import { pageScript, pageStyle } from "./assets.ts";
import type { Messages } from "./messages.ts";
import type { BoxStatus } from "./status.ts";

const sha256 = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Only what this page carries inside itself may run, show or load. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src ${sha256(pageScript)}`,
  `style-src ${sha256(pageStyle)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The whole page, ready to send. */
export async function renderPage(status: BoxStatus, lang: string, messages: Messages): Promise<string> {
  const main = status.box ? claimedView(status, status.box, messages) : await claimView(status, messages);
  const title = escapeHtml(status.box?.name ?? status.serial);
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title} · KaiheAiBox</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>${pageStyle}</style></head><body><main>${main}</main><script>${pageScript}</script></body></html>`;
}

async function claimView(status: BoxStatus, m: Messages): Promise<string> {
  const { enrollment } = status;
  const state = m[enrollment?.state ?? "contacting"];
  const rows = facts([
    [m.consoleLabel, escapeHtml(status.consoleUrl)],
    [m.serialLabel, escapeHtml(status.serial)],
    [m.gatewayLabel, escapeHtml(status.gatewayUrl)],
  ]);
  if (!enrollment?.userCode || !enrollment.url) {
    return `<h1>${m.claimTitle}</h1><p class="state" role="status">${state}</p>${rows}`;
  }
  const svg = await QRCode.toString(enrollment.url, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  const countdown = `<span id="left">${enrollment.expiresInSeconds ?? 0}</span> ${m.seconds}`;
  return `<h1>${m.claimTitle}</h1><p>${m.claimHint}</p>
<div class="qr" role="img" aria-label="QR: ${escapeHtml(enrollment.url)}">${svg}</div>
<p class="url"><a href="${escapeHtml(enrollment.url)}">${escapeHtml(enrollment.url)}</a></p>
<p class="label">${m.codeLabel}</p><p class="code">${escapeHtml(enrollment.userCode)}</p>
<p class="label">${m.wordsLabel}</p><p class="words">${status.words.map(escapeHtml).join(" · ")}</p>
<p class="state" role="status">${state}</p><p class="label">${m.expiresLabel} ${countdown}</p>${rows}`;
}

function claimedView(status: BoxStatus, box: NonNullable<BoxStatus["box"]>, m: Messages): string {
  const version = box.appliedVersion === 0 ? m.noConfiguration : `v${box.appliedVersion}`;
  const report = box.reported && box.reported.phase !== "applied" ? box.reported : null;
  const doing = report
    ? ` (v${report.version}: ${escapeHtml(report.phase)}${report.reason ? `, ${escapeHtml(report.reason)}` : ""})`
    : "";
  const budgets = box.budgets.map((item): [string, string] => {
    const left = item.leftUsd === null ? m.noLease : `$${item.leftUsd} / $${item.grantedUsd}`;
    return [escapeHtml(item.name), left];
  });
  const providers = box.providers.map((item): [string, string] => {
    const health = item.isHealthy === null ? m.unknown : item.isHealthy ? m.healthy : escapeHtml(item.detail);
    return [escapeHtml(item.name), health];
  });
  const rejected: [string, string][] = box.rejected > 0 ? [[m.rejectedLabel, String(box.rejected)]] : [];
  return `<h1>${escapeHtml(box.name)}</h1><p class="state ${box.connection}" role="status">${m[box.connection]}</p>
${facts([
  [m.organizationLabel, escapeHtml(box.organization)],
  [m.gatewayLabel, escapeHtml(status.gatewayUrl)],
  [m.versionLabel, version + doing],
  [m.backlogLabel, String(box.backlog)],
  ...rejected,
  [m.consoleLabel, escapeHtml(status.consoleUrl)],
  [m.serialLabel, escapeHtml(status.serial)],
])}
<h2>${m.budgetsTitle}</h2>${budgets.length > 0 ? facts(budgets) : `<p>${m.noBudgets}</p>`}
<h2>${m.providersTitle}</h2>${providers.length > 0 ? facts(providers) : `<p>${m.noProviders}</p>`}`;
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return `<dl>${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
