-- AlterTable
ALTER TABLE "org" ADD COLUMN     "subscription_monthly_nanos" BIGINT;

-- CreateTable
CREATE TABLE "spend_sum" (
    "org_id" TEXT NOT NULL,
    "is_month" BOOLEAN NOT NULL,
    "cube" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "connection_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cache_write_5m_tokens" BIGINT NOT NULL,
    "cache_write_1h_tokens" BIGINT NOT NULL,
    "audio_input_tokens" BIGINT NOT NULL,
    "audio_output_tokens" BIGINT NOT NULL,
    "image_output_tokens" BIGINT NOT NULL,
    "web_searches" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "saved_nanos" BIGINT NOT NULL,

    CONSTRAINT "spend_sum_pkey" PRIMARY KEY ("org_id","is_month","cube","day","connection_id","model","box_id","agent","caller")
);

-- CreateTable
CREATE TABLE "spend_hour" (
    "org_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "connection_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cache_write_5m_tokens" BIGINT NOT NULL,
    "cache_write_1h_tokens" BIGINT NOT NULL,
    "audio_input_tokens" BIGINT NOT NULL,
    "audio_output_tokens" BIGINT NOT NULL,
    "image_output_tokens" BIGINT NOT NULL,
    "web_searches" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "saved_nanos" BIGINT NOT NULL,

    CONSTRAINT "spend_hour_pkey" PRIMARY KEY ("org_id","hour","connection_id","model")
);

-- CreateTable
CREATE TABLE "spend_settled" (
    "org_id" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "zone" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "round" TEXT NOT NULL,
    "is_settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "spend_settled_pkey" PRIMARY KEY ("org_id","grain","day")
);

-- CreateTable
CREATE TABLE "spend_histogram" (
    "org_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "measure" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "sum" BIGINT NOT NULL,

    CONSTRAINT "spend_histogram_pkey" PRIMARY KEY ("org_id","day","measure","connection_id","model","agent","bucket")
);

-- CreateIndex
CREATE INDEX "spend_sum_org_id_is_month_cube_box_id_day_idx" ON "spend_sum"("org_id", "is_month", "cube", "box_id", "day");

SELECT protect_tenant_table(name::regclass) FROM unnest(ARRAY['spend_sum', 'spend_hour', 'spend_settled', 'spend_histogram']) AS name;

ALTER TABLE org ADD CONSTRAINT org_subscription CHECK (subscription_monthly_nanos >= 0);
ALTER TABLE spend_settled ADD CONSTRAINT spend_settled_grain CHECK (grain IN ('day', 'month')),
  ADD CONSTRAINT spend_settled_until CHECK (grain = 'day' OR until IS NULL);
