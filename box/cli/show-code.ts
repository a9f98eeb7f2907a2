import QRCode from "qrcode";
import type { EnrollTokenResponse } from "../../lib/protocol/enroll.ts";
import type { EnrollView } from "../enroll/enroll-loop.ts";
import type { Identity } from "../enroll/identity.ts";

/** What the terminal says about a change of the box's enrollment. */
export async function describeView(
  view: EnrollView | { state: "claimed"; enrollment: EnrollTokenResponse },
  identity: Identity,
): Promise<string> {
  if (view.state === "claimed") return `Claimed: ${view.enrollment.boxName} of ${view.enrollment.orgName}.`;
  if (view.state === "unreachable") return "The console is not reachable; trying again until it is.";
  if (view.state === "denied") return "Refused in the console. A new code follows in half a minute.";
  if (!view.code) return "Contacting the console.";
  const qr = await QRCode.toString(view.code.url, { type: "terminal", small: true });
  const lines = [
    `Claim this box: scan, or open ${view.code.url}`,
    `  code ${view.code.userCode}   words ${identity.words.join(" · ")}   serial ${identity.serial}`,
  ];
  return `${qr}\n${lines.join("\n")}`;
}
