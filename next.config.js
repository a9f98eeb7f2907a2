import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

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
    "graphile-worker",
    "nodemailer",
    "pg",
    "pino",
  ],
  experimental: { optimizePackageImports: ["radix-ui"] },
  devIndicators: false,
};

export default withNextIntl(config);
