import { randomUUID } from "node:crypto";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { takeSealedJobs } from "#lib/jobs/testing.ts";
import { sendMail } from "#lib/mail/send.ts";
import { startMailSink } from "#lib/mail/testing.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { inviteMember } from "./invite.ts";
import { listMembers } from "./read.ts";
import { signUpByInvite } from "./sign-up.ts";

const { received } = startMailSink();

test("with a mail server the link goes to its reader alone, and lets them in", async () => {
  const { owner } = await seedOrg({ name: "Harbor <b>Labs</b>" });
  const email = `${randomUUID()}@example.com`;
  const sent = await inviteMember(owner, { email, role: "finance" }, "en");
  expect(sent.link).toBeNull();
  for (const sealed of await takeSealedJobs("mail.send")) {
    expect(sealed).not.toContain(email);
    await sendMail(sealed);
  }
  expect(received).toMatchObject([{ to: [email], from: "fleet@example.com" }]);
  const { text = "", subject, html } = await simpleParser(received[0]?.source ?? "");
  expect(subject).toContain("Harbor <b>Labs</b>");
  expect(html).not.toContain("<b>Labs");
  const token = /\/invite#([\w-]+)/.exec(text)?.[1] ?? "";
  await signUpByInvite({ token, name: "Fin Reader", password: "seven quiet harbor lamps" }, randomUUID());
  const { items } = await listMembers(owner);
  expect(items.find((member) => member.email === email)).toMatchObject({ name: "Fin Reader", role: "finance" });
});

test("an invite that is not made sends nothing", async () => {
  const { owner, user } = await seedOrg();
  await expect(inviteMember(owner, { email: user.email, role: "viewer" }, "en")).rejects.toMatchObject({
    code: "already_member",
  });
  expect(await takeSealedJobs("mail.send")).toEqual([]);
});
