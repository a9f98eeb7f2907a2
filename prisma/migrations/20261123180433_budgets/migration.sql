-- CreateEnum
CREATE TYPE "exhausted_action" AS ENUM ('deny', 'cheaper', 'local');

-- AlterEnum
ALTER TYPE "budget_period_kind" ADD VALUE 'hour';
ALTER TYPE "budget_period_kind" ADD VALUE 'quarter';

-- AlterTable
ALTER TABLE "box" ADD COLUMN     "clock_skew_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "exchange_no" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "ledger_id" TEXT,
ADD COLUMN     "quarantine" JSONB NOT NULL DEFAULT '{"count": 0, "latest": []}',
ADD COLUMN     "retired_ledgers" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "local_key" ADD COLUMN     "agent" TEXT;

-- AlterTable
ALTER TABLE "budget" ADD COLUMN     "agent" TEXT,
ADD COLUMN     "alerts_forecast" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "box_id" TEXT,
ADD COLUMN     "channel" "channel",
ADD COLUMN     "is_soft" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "model_family" TEXT,
ADD COLUMN     "notes" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "on_exhausted" "exhausted_action" NOT NULL DEFAULT 'deny',
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "provider_kind" TEXT,
ADD COLUMN     "raise_nanos" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "raise_until" TIMESTAMPTZ(3),
ADD COLUMN     "tag" TEXT,
ADD COLUMN     "thresholds" INTEGER[] DEFAULT ARRAY[50, 80, 100]::INTEGER[],
ADD COLUMN     "week_start" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "budget_period" ADD COLUMN     "counted_nanos" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "lease" ADD COLUMN     "epoch" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "is_fenced" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "written_off_nanos" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "usage_event" ADD COLUMN     "agent" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "clock_skew_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "counted" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "reported_at" TIMESTAMPTZ(3);
-- Row security is forced on the owner too, who sees rows only where it inherits from the roles it made (not by itself from
-- Postgres 16 on).
ALTER TABLE usage_event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE budget NO FORCE ROW LEVEL SECURITY;
ALTER TABLE provider_connection NO FORCE ROW LEVEL SECURITY;
UPDATE "usage_event" SET "reported_at" = "occurred_at";
ALTER TABLE "usage_event" ALTER COLUMN "reported_at" SET NOT NULL;

-- AlterTable
ALTER TABLE "usage_rollup" DROP CONSTRAINT "usage_rollup_pkey",
ADD COLUMN     "agent" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "usage_rollup_pkey" PRIMARY KEY ("org_id", "hour", "connection_id", "model", "box_id", "agent", "caller");

-- CreateTable
CREATE TABLE "usage_boot" (
    "org_id" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "boot_id" TEXT NOT NULL,
    "seen" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_boot_pkey" PRIMARY KEY ("org_id","box_id","boot_id")
);

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_org_id_box_id_fkey" FOREIGN KEY ("org_id", "box_id") REFERENCES "box"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What budgets did before there was a choice: calls went on to what was not under them.
UPDATE budget SET on_exhausted = 'cheaper';
ALTER TABLE budget
  ADD CONSTRAINT budget_one_what CHECK (num_nonnulls(connection_id, provider_kind, channel, model_family) <= 1),
  ADD CONSTRAINT budget_one_who CHECK (num_nonnulls(box_id, tag, agent) <= 1),
  ADD CONSTRAINT budget_week_start CHECK (week_start BETWEEN 1 AND 7),
  ADD CONSTRAINT budget_raise CHECK (raise_nanos >= 0 AND (raise_nanos = 0 OR raise_until IS NOT NULL));
ALTER TABLE budget_period ADD CONSTRAINT budget_period_counted CHECK (counted_nanos BETWEEN 0 AND spent_nanos);
-- What the worker looks for every few seconds among all leases there ever were.
CREATE INDEX lease_expiring ON lease (expires_at) WHERE state = 'active';
ALTER TABLE lease ADD CONSTRAINT lease_written_off CHECK (written_off_nanos BETWEEN 0 AND returned_nanos);

-- What was taken before sequence numbers were kept apart from the events.
INSERT INTO usage_boot (org_id, box_id, boot_id, seen)
SELECT org_id, box_id, boot_id, (
    SELECT jsonb_agg(jsonb_build_array(lower(r), upper(r)) ORDER BY r) FROM unnest(range_agg(int8range(seq, seq + 1))) AS r)
FROM usage_event GROUP BY org_id, box_id, boot_id;

-- For owners who saw no row when the migration before this one did it.
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
  FROM jsonb_array_elements(models) WITH ORDINALITY AS m(model, place))
-- Not those that were connected since.
WHERE EXISTS (SELECT FROM jsonb_array_elements(models) AS model WHERE NOT model ? 'listPrices');

ALTER TABLE usage_event FORCE ROW LEVEL SECURITY;
ALTER TABLE budget FORCE ROW LEVEL SECURITY;
ALTER TABLE provider_connection FORCE ROW LEVEL SECURITY;
SELECT protect_tenant_table('usage_boot');

-- Old days go as whole partitions; rollups, leases and budgets stay.
CREATE FUNCTION drop_usage_partitions(before date) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  part record;
  dropped int := 0;
BEGIN
  FOR part IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'usage_parts' AND c.relkind = 'r' AND c.relname ~ '^day_[0-9]{8}$' AND to_date(substr(c.relname, 5), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE usage_parts.%I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM usage_parts.other_days WHERE day < before;
  RETURN dropped;
END $$;
REVOKE ALL ON FUNCTION drop_usage_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_usage_partitions TO kaihe_system;

-- The period of a budget at a moment, in the organization's zone; Postgres knows the zones and their clock changes. An hour
-- is 3,600 seconds on every day: the one that a clock change repeats is two hours.
CREATE FUNCTION budget_bounds(kind budget_period_kind, week_start int, zone text, at timestamptz, OUT starts_at timestamptz, OUT ends_at timestamptz)
LANGUAGE sql STABLE AS $$
  WITH local AS (SELECT at AT TIME ZONE zone AS now, make_interval(days => week_start - 1) AS shift)
  SELECT
    CASE kind::text
      WHEN 'total' THEN '1970-01-01Z'::timestamptz
      WHEN 'hour' THEN date_trunc('hour', at, zone)
      WHEN 'week' THEN (date_trunc('week', now - shift) + shift) AT TIME ZONE zone
      ELSE date_trunc(kind::text, now) AT TIME ZONE zone END,
    CASE kind::text
      WHEN 'total' THEN '9999-12-31Z'::timestamptz
      WHEN 'hour' THEN date_trunc('hour', at, zone) + interval '1 hour'
      WHEN 'week' THEN (date_trunc('week', now - shift) + shift + interval '7 days') AT TIME ZONE zone
      WHEN 'quarter' THEN (date_trunc('quarter', now) + interval '3 months') AT TIME ZONE zone
      ELSE (date_trunc(kind::text, now) + ('1 ' || kind::text)::interval) AT TIME ZONE zone END
  FROM local
$$;
GRANT EXECUTE ON FUNCTION budget_bounds TO kaihe_app, kaihe_system;
DROP FUNCTION budget_period_bounds;

-- The cap in force: with a temporary raise for as long as it lasts.
CREATE FUNCTION effective_cap(cap_nanos bigint, raise_nanos bigint, raise_until timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT cap_nanos + CASE WHEN raise_until > now() THEN raise_nanos ELSE 0 END
$$;
GRANT EXECUTE ON FUNCTION effective_cap TO kaihe_app, kaihe_system;
