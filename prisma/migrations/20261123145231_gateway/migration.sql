-- AlterTable
ALTER TABLE "box" ADD COLUMN     "discovered" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "local_key" ADD COLUMN     "concurrent_calls" INTEGER,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "requests_per_minute" INTEGER,
ADD COLUMN     "tokens_per_minute" INTEGER;

-- AlterTable
ALTER TABLE "provider_connection" ADD COLUMN     "api_version" TEXT,
ADD COLUMN     "discount_basis_points" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "usage_event" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "audio_input_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "audio_output_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "cache_write_1h_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "cache_write_5m_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "call_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "error_class" TEXT,
ADD COLUMN     "http_status" INTEGER,
ADD COLUMN     "image_output_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT 'first',
ADD COLUMN     "run_id" TEXT,
ADD COLUMN     "saved_nanos" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "surface" TEXT NOT NULL DEFAULT 'chat',
ADD COLUMN     "web_searches" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "usage_rollup" ADD COLUMN     "audio_input_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "audio_output_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "cache_write_1h_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "cache_write_5m_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "image_output_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "saved_nanos" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "web_searches" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "price_version" (
    "org_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "actor_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "price_version_pkey" PRIMARY KEY ("org_id","version")
);

-- CreateTable
CREATE TABLE "price_change" (
    "org_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "connection_id" TEXT NOT NULL,
    "connection_name" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "price_change_pkey" PRIMARY KEY ("org_id","version","connection_id","model")
);

-- CreateIndex
CREATE INDEX "usage_event_org_id_connection_id_occurred_at_idx" ON "usage_event"("org_id", "connection_id", "occurred_at");

-- CreateIndex
CREATE INDEX "usage_event_org_id_box_id_occurred_at_idx" ON "usage_event"("org_id", "box_id", "occurred_at");

-- AddForeignKey
ALTER TABLE "price_version" ADD CONSTRAINT "price_version_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_change" ADD CONSTRAINT "price_change_org_id_version_fkey" FOREIGN KEY ("org_id", "version") REFERENCES "price_version"("org_id", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what Prisma's schema language cannot say.

SELECT protect_tenant_table(name::regclass) FROM unnest(ARRAY['price_version', 'price_change']) AS name;
-- What the book said once stays said.
REVOKE UPDATE ON price_version, price_change FROM kaihe_app, kaihe_system;

ALTER TABLE provider_connection ADD CONSTRAINT provider_discount_sane CHECK (discount_basis_points BETWEEN 0 AND 10000);

-- Models kept one flat price; now each keeps a schedule of prices by bucket. Who set a price was not written down: all
-- but the practice provider's count as typed by a person, so that no start of the console changes them.
UPDATE provider_connection SET models = (
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'id', model ->> 'id',
    'basedOn', NULL,
    'priceSource', CASE WHEN kind = 'practice' THEN 'book' ELSE 'manual' END,
    'listPrices', CASE WHEN jsonb_typeof(model -> 'price') = 'object' THEN jsonb_build_array(jsonb_build_object(
      'fromMs', 0, 'daily', NULL, 'price', jsonb_build_object(
        'hash', model #>> '{price,hash}',
        'requestNanos', '0',
        'webSearchNanos', '0',
        'tiers', (
          SELECT jsonb_agg(jsonb_build_object('aboveInputTokens', tier -> 'aboveInputTokens', 'rates', jsonb_build_object(
            'input', tier ->> 'inputNanosPerMillion', 'cacheRead', tier ->> 'cacheReadNanosPerMillion',
            'cacheWrite5m', tier ->> 'inputNanosPerMillion', 'cacheWrite1h', tier ->> 'inputNanosPerMillion',
            'audioInput', tier ->> 'inputNanosPerMillion', 'output', tier ->> 'outputNanosPerMillion',
            'reasoning', tier ->> 'outputNanosPerMillion', 'audioOutput', tier ->> 'outputNanosPerMillion',
            'imageOutput', tier ->> 'outputNanosPerMillion')) ORDER BY place)
          FROM jsonb_array_elements(model #> '{price,tiers}') WITH ORDINALITY AS t(tier, place))))) ELSE '[]'::jsonb END,
    'maxOutputTokens', model -> 'maxOutputTokens',
    'contextTokens', NULL,
    'abilities', '{"tools": null, "vision": null, "json": null}'::jsonb) ORDER BY place), '[]'::jsonb)
  FROM jsonb_array_elements(models) WITH ORDINALITY AS m(model, place));
