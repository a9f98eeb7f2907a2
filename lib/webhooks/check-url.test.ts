import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./addresses.ts";
import { urlRefusal } from "./check-url.ts";

// Taken out by hand, each turned this file red: the check of the protocol, of name and password, of the port, of inner
// names, of names without a dot, of addresses; each subnet of lib/webhooks/addresses.ts, 2000::/3 and the zone.

const hostile = [
  // Not https.
  "http://example.com/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com:6379/_x",
  "javascript:alert(1)",
  "data:text/plain,x",
  "//example.com/",
  "example.com",
  "",
  // This machine, by every spelling that a URL parser knows.
  "https://localhost/",
  "https://LOCALHOST./",
  "https://a.localhost/",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://017700000001/",
  "https://127.0.0.1./",
  "https://127.255.255.254/",
  "https://0/",
  "https://0.0.0.0/",
  "https://[::1]/",
  "https://[::]/",
  "https://[0:0:0:0:0:0:0:1]/",
  // IPv4 inside IPv6.
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::127.0.0.1]/",
  "https://[64:ff9b::127.0.0.1]/",
  "https://[64:ff9b:1::a00:1]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:7f00:1::]/",
  // Other scripts that become digits and letters.
  "https://１２７.０.０.１/",
  "https://127。0。0。1/",
  "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
  "https://ｌｏｃａｌｈｏｓｔ/",
  "https://①②⑦.0.0.1/",
  // Inner networks.
  "https://10.0.0.1/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://100.64.0.1/",
  "https://198.18.0.1/",
  "https://[fc00::1]/",
  "https://[fd12:3456::1]/",
  "https://[fe80::1]/",
  "https://[fec0::1]/",
  "https://printer.local/",
  "https://vault.internal/",
  "https://nas.home.arpa/",
  "https://intranet/",
  "https://router/",
  "https://kubernetes.default.svc.cluster.local/",
  // The clouds' metadata servers.
  "https://169.254.169.254/latest/meta-data/",
  "https://[fd00:ec2::254]/",
  "https://metadata.google.internal/",
  // Nobody's.
  "https://192.0.0.8/",
  "https://192.0.2.1/",
  "https://192.88.99.1/",
  "https://198.51.100.7/",
  "https://203.0.113.5/",
  "https://[2001:db8::1]/",
  "https://[3fff::1]/",
  "https://224.0.0.1/",
  "https://239.255.255.250/",
  "https://255.255.255.255/",
  "https://[ff02::1]/",
  // Names and passwords that hide the host.
  "https://example.com@127.0.0.1/",
  "https://user:secret@example.com/",
  "https://user@example.com/",
  "https://:secret@example.com/",
  "https://example.com%2f@127.0.0.1/",
  "https://example.com\\@127.0.0.1/",
  // Ports of other services.
  "https://example.com:22/",
  "https://example.com:25/",
  "https://example.com:80/",
  "https://example.com:0/",
  "https://example.com:99999/",
];

test.each(hostile)("%s is refused", (url) => {
  // A backslash is a slash: then it is example.com alone, and the rest is path.
  if (url.includes("\\")) expect(new URL(url).host).toBe("example.com");
  else expect(urlRefusal(url, false)).not.toBeNull();
});

test.each([
  "https://example.com/hooks?x=1",
  "https://example.com:443/",
  "https://example.com:8443/",
  "https://xn--bcher-kva.example.com/",
  "https://bücher.example.com/",
  "https://93.184.215.14/",
  "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
])("%s is not", (url) => expect(urlRefusal(url, false)).toBeNull());

describe("in development", () => {
  test.each(["http://127.0.0.1:3000/", "http://localhost:3000/", "https://[::1]:3000/"])("%s is fine", (url) =>
    expect(urlRefusal(url, true)).toBeNull(),
  );
  test.each([
    "http://example.com:3000/",
    "http://10.0.0.1:3000/",
    "https://10.0.0.1/",
    "https://169.254.169.254/",
    "http://user:secret@127.0.0.1:3000/",
    "http://127.0.0.1:22/",
    "ftp://127.0.0.1:3000/",
    "http://127.0.0.1.example.com:3000/",
  ])("%s is still refused", (url) => expect(urlRefusal(url, true)).not.toBeNull());
});

test("what a resolver might answer that is no plain address is not public", () => {
  for (const odd of ["", "example.com", "fe80::1%eth0", "2606:2800::1%lo", "127.1", "0x7f000001"]) {
    expect(isPublicAddress(odd), odd).toBe(false);
  }
});
