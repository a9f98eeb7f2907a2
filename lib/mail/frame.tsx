import "server-only";
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Text } from "@react-email/components";
import type { Locale } from "../i18n/locale.ts";
import { htmlLang } from "../i18n/locale.ts";

const font =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", Helvetica, Arial, sans-serif';
const text = { fontFamily: font, fontSize: "15px", lineHeight: "24px", color: "#141817", margin: "0 0 14px" };
const small = { ...text, fontSize: "13px", lineHeight: "20px", color: "#586260" };

export interface MailText {
  title: string;
  greeting: string;
  paragraphs: string[];
  /** The one thing to do; the address is also written out, for readers that show no buttons. */
  action?: { label: string; link: string; or: string };
  footer: string;
}

/** Every mail looks like this: text and at most one button, nothing loaded from anywhere. */
export function MailFrame({ locale, title, greeting, paragraphs, action, footer }: MailText & { locale: Locale }) {
  return (
    <Html lang={htmlLang[locale]}>
      <Head />
      <Preview>{paragraphs[0] ?? title}</Preview>
      <Body style={{ backgroundColor: "#f8f9f9", margin: 0, padding: "24px 12px" }}>
        <Container
          style={{
            backgroundColor: "#ffffff",
            border: "1px solid #e3e7e6",
            borderRadius: "10px",
            padding: "28px",
            maxWidth: "520px",
          }}
        >
          <Text style={{ ...text, fontWeight: 600, color: "#0b6b60" }}>Kaihe Fleet</Text>
          <Heading as="h1" style={{ ...text, fontSize: "20px", lineHeight: "28px", fontWeight: 600 }}>
            {title}
          </Heading>
          <Text style={text}>{greeting}</Text>
          {paragraphs.map((paragraph) => (
            <Text key={paragraph} style={text}>
              {paragraph}
            </Text>
          ))}
          {action ? <Action {...action} /> : null}
          <Hr style={{ borderColor: "#e3e7e6", margin: "20px 0 14px" }} />
          <Text style={{ ...small, margin: 0 }}>{footer}</Text>
        </Container>
      </Body>
    </Html>
  );
}

function Action({ label, link, or }: { label: string; link: string; or: string }) {
  const button = { backgroundColor: "#0b6b60", borderRadius: "8px", color: "#ffffff", padding: "10px 18px" };
  return (
    <>
      <Button href={link} style={{ ...button, fontFamily: font, fontSize: "15px", fontWeight: 500 }}>
        {label}
      </Button>
      <Text style={{ ...small, margin: "16px 0 0" }}>
        {or}
        <br />
        <Link href={link} style={{ color: "#0b6b60", wordBreak: "break-all" }}>
          {link}
        </Link>
      </Text>
    </>
  );
}
