import "server-only";
import { Body, Html, Link, Text } from "@react-email/components";
import { render } from "@react-email/render";
import type { Mail } from "./schema.ts";

/** Subject, HTML and plain text of a mail in the reader's language. */
export async function renderMail(mail: Mail): Promise<{ subject: string; html: string; text: string }> {
  const page = (
    <Html lang={mail.locale}>
      <Body>
        <Text>{mail.template}</Text>
        {"link" in mail ? <Link href={mail.link}>{mail.link}</Link> : null}
      </Body>
    </Html>
  );
  return { subject: mail.template, html: await render(page), text: await render(page, { plainText: true }) };
}
