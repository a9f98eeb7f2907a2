import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  // Messages are parsed when the console is built; pages come without the parser.
  experimental: { messages: { path: "./lib/i18n/messages", format: "json", precompile: true } },
});

/** On every answer, also on files, redirects and errors. Strict-Transport-Security hangs on PUBLIC_URL: scripts/web.ts. */
const everywhere = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-dns-prefetch-control": "off",
  // The camera is for QR codes on boxes.
  "permissions-policy": [
    "camera=(self)",
    ...[
      "accelerometer",
      "autoplay",
      "bluetooth",
      "browsing-topics",
      "display-capture",
      "encrypted-media",
      "geolocation",
    ],
    ...["gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment"],
    ...["picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"],
  ]
    .map((feature) => (feature.includes("=") ? feature : `${feature}=()`))
    .join(", "),
};

/** Answers of the API and files are no pages: a browser that shows one as such must load nothing and frame it nowhere. */
const noPage = { "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };

/** @type {(headers: Record<string, string>) => { key: string; value: string }[]} */
const listed = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` checks the types with TypeScript 7, which has no API that Next could call.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // Loaded by Node as they are: native parts, WebAssembly beside the code, or worker threads that a bundle would break.
  serverExternalPackages: [
    "@prisma/adapter-pg",
    "@prisma/client",
    "@pydantic/genai-prices",
    "fontkit",
    "graphile-worker",
    "nodemailer",
    "pdfkit",
    "pg",
    "pino",
  ],
  experimental: { optimizePackageImports: ["radix-ui"] },
  devIndicators: false,
  headers: async () => [
    { source: "/:path*", headers: listed(everywhere) },
    // Exactly what the matcher of proxy.ts leaves out.
    ...["/api/:path*", "/_next/static/:path*", "/icon.svg"].map((source) => ({ source, headers: listed(noPage) })),
  ],
};

export default withNextIntl(config);
