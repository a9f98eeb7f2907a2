-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "box_status" AS ENUM ('active', 'decommissioned');

-- CreateEnum
CREATE TYPE "presence" AS ENUM ('never_seen', 'online', 'late', 'offline');

-- CreateEnum
CREATE TYPE "config_phase" AS ENUM ('pending', 'delivered', 'validating', 'applying', 'verifying', 'applied', 'rejected', 'failed', 'rolled_back', 'timed_out', 'superseded');

-- CreateEnum
CREATE TYPE "action_status" AS ENUM ('queued', 'running', 'done', 'failed');

-- CreateEnum
CREATE TYPE "budget_period_kind" AS ENUM ('day', 'week', 'month', 'total');

-- CreateEnum
CREATE TYPE "lease_state" AS ENUM ('active', 'presumed', 'closed');

-- CreateEnum
CREATE TYPE "enrollment_status" AS ENUM ('pending', 'approved', 'denied', 'completed');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'operator', 'finance', 'viewer');

-- CreateEnum
CREATE TYPE "channel" AS ENUM ('direct', 'cloud', 'middleware', 'local');

-- CreateTable
CREATE TABLE "audit_entry" (
    "org_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "target_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("org_id","seq")
);

-- CreateTable
CREATE TABLE "box" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enrollment_id" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "address" TEXT,
    "agent_version" TEXT NOT NULL,
    "signing_key" JSONB NOT NULL,
    "key_thumbprint" TEXT NOT NULL,
    "sealing_key" TEXT NOT NULL,
    "status" "box_status" NOT NULL DEFAULT 'active',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decommissioned_at" TIMESTAMPTZ(3),
    "presence" "presence" NOT NULL DEFAULT 'never_seen',
    "presence_reason" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "session_id" TEXT,
    "session_dropped_at" TIMESTAMPTZ(3),
    "boot_id" TEXT,
    "checkin_seq" BIGINT NOT NULL DEFAULT 0,
    "health" JSONB,
    "compiled_revision" BIGINT NOT NULL DEFAULT -1,
    "desired_version" INTEGER NOT NULL DEFAULT 0,
    "applied_version" INTEGER NOT NULL DEFAULT 0,
    "phase_version" INTEGER NOT NULL DEFAULT 0,
    "phase" "config_phase" NOT NULL DEFAULT 'pending',
    "phase_reason" TEXT,
    "phase_at" TIMESTAMPTZ(3),

    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "box_desired" (
    "org_id" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "signed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "box_desired_pkey" PRIMARY KEY ("org_id","box_id","version")
);

-- CreateTable
CREATE TABLE "box_action" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "input" JSONB,
    "output" JSONB,
    "status" "action_status" NOT NULL DEFAULT 'queued',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "box_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "local_key" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "local_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connection_id" TEXT,
    "cap_nanos" BIGINT NOT NULL,
    "period" "budget_period_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_period" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "cap_nanos" BIGINT NOT NULL,
    "spent_nanos" BIGINT NOT NULL DEFAULT 0,
    "reserved_nanos" BIGINT NOT NULL DEFAULT 0,
    "presumed_nanos" BIGINT NOT NULL DEFAULT 0,
    "over_committed_nanos" BIGINT NOT NULL DEFAULT 0,
    "overshoot_nanos" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "budget_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "period_id" TEXT NOT NULL,
    "ledger_id" TEXT NOT NULL,
    "granted_nanos" BIGINT NOT NULL,
    "spent_nanos" BIGINT NOT NULL DEFAULT 0,
    "returned_nanos" BIGINT NOT NULL DEFAULT 0,
    "overshoot_nanos" BIGINT NOT NULL DEFAULT 0,
    "state" "lease_state" NOT NULL DEFAULT 'active',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "config_version" (
    "org_id" TEXT NOT NULL,
    "layer" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "patch" JSONB NOT NULL,
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "config_version_pkey" PRIMARY KEY ("org_id","layer","version")
);

-- CreateTable
CREATE TABLE "enrollment" (
    "id" TEXT NOT NULL,
    "enrollment_id" TEXT NOT NULL,
    "device_code_hash" TEXT NOT NULL,
    "user_code" TEXT NOT NULL,
    "signing_key" JSONB NOT NULL,
    "key_thumbprint" TEXT NOT NULL,
    "sealing_key" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "agent_version" TEXT NOT NULL,
    "local_address" TEXT,
    "address" TEXT,
    "status" "enrollment_status" NOT NULL DEFAULT 'pending',
    "claimed_org_id" TEXT,
    "box_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_polled_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrollment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dpop_proof" (
    "jti" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dpop_proof_pkey" PRIMARY KEY ("jti")
);

-- CreateTable
CREATE TABLE "org" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "config_revision" BIGINT NOT NULL DEFAULT 0,
    "signing_key" JSONB NOT NULL,
    "signing_secret" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "org_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("org_id","user_id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_token" (
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "provider_connection" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "channel" "channel" NOT NULL,
    "models" JSONB NOT NULL,
    "key_version" INTEGER NOT NULL DEFAULT 1,
    "key_last4" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_key" (
    "org_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "secret" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_key_pkey" PRIMARY KEY ("org_id","connection_id","version")
);

-- CreateTable
CREATE TABLE "usage_event" (
    "org_id" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "boot_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "is_estimated" BOOLEAN NOT NULL,
    "price_hash" TEXT NOT NULL,
    "latency_ms" INTEGER NOT NULL,
    "first_token_ms" INTEGER,
    "charges" JSONB NOT NULL,

    CONSTRAINT "usage_event_pkey" PRIMARY KEY ("org_id","box_id","boot_id","seq","day")
) PARTITION BY RANGE ("day");

-- CreateTable
CREATE TABLE "usage_rollup" (
    "org_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "connection_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "box_id" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cache_read_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,

    CONSTRAINT "usage_rollup_pkey" PRIMARY KEY ("org_id","hour","connection_id","model","box_id","caller")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_org_id_action_seq_idx" ON "audit_entry"("org_id", "action", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "box_key_thumbprint_key" ON "box"("key_thumbprint");

-- CreateIndex
CREATE INDEX "box_org_id_status_name_idx" ON "box"("org_id", "status", "name");

-- CreateIndex
CREATE UNIQUE INDEX "box_org_id_id_key" ON "box"("org_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "box_org_id_enrollment_id_key" ON "box"("org_id", "enrollment_id");

-- CreateIndex
CREATE INDEX "box_action_org_id_box_id_created_at_idx" ON "box_action"("org_id", "box_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "local_key_org_id_name_key" ON "local_key"("org_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "local_key_key_hash_key" ON "local_key"("key_hash");

-- CreateIndex
CREATE UNIQUE INDEX "budget_org_id_id_key" ON "budget"("org_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "budget_period_org_id_id_key" ON "budget_period"("org_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "budget_period_org_id_budget_id_starts_at_key" ON "budget_period"("org_id", "budget_id", "starts_at");

-- CreateIndex
CREATE INDEX "lease_org_id_period_id_idx" ON "lease"("org_id", "period_id");

-- CreateIndex
CREATE INDEX "lease_org_id_box_id_state_idx" ON "lease"("org_id", "box_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "lease_org_id_id_key" ON "lease"("org_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_enrollment_id_key" ON "enrollment"("enrollment_id");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_device_code_hash_key" ON "enrollment"("device_code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_user_code_key" ON "enrollment"("user_code");

-- CreateIndex
CREATE INDEX "enrollment_expires_at_idx" ON "enrollment"("expires_at");

-- CreateIndex
CREATE INDEX "dpop_proof_expires_at_idx" ON "dpop_proof"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "org_slug_key" ON "org"("slug");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "provider_connection_org_id_id_key" ON "provider_connection"("org_id", "id");

-- CreateIndex
CREATE INDEX "usage_event_org_id_occurred_at_idx" ON "usage_event"("org_id", "occurred_at");

-- AddForeignKey
ALTER TABLE "box" ADD CONSTRAINT "box_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "box_desired" ADD CONSTRAINT "box_desired_org_id_box_id_fkey" FOREIGN KEY ("org_id", "box_id") REFERENCES "box"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "box_action" ADD CONSTRAINT "box_action_org_id_box_id_fkey" FOREIGN KEY ("org_id", "box_id") REFERENCES "box"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "provider_connection"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_period" ADD CONSTRAINT "budget_period_org_id_budget_id_fkey" FOREIGN KEY ("org_id", "budget_id") REFERENCES "budget"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_org_id_box_id_fkey" FOREIGN KEY ("org_id", "box_id") REFERENCES "box"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_org_id_period_id_fkey" FOREIGN KEY ("org_id", "period_id") REFERENCES "budget_period"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_connection" ADD CONSTRAINT "provider_connection_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_key" ADD CONSTRAINT "provider_key_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "provider_connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what Prisma's schema language cannot say.

-- Two roles, none of them the owner. The console's tenant work runs as kaihe_app (row-level security decides what it
-- sees), the worker, sign-in and enrollment as kaihe_system. Roles belong to the whole cluster, so they may exist.
DO $$ BEGIN CREATE ROLE kaihe_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE kaihe_system NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN EXECUTE format('GRANT kaihe_app, kaihe_system TO %I', current_user); END $$;
GRANT USAGE ON SCHEMA public TO kaihe_app, kaihe_system;

-- Every table with an org_id goes through this function; a test fails for one that did not.
CREATE FUNCTION protect_tenant_table(target regclass, org_column name DEFAULT 'org_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant ON %s TO kaihe_app USING (%I = current_setting(''app.org_id'', true)) WITH CHECK (%I = current_setting(''app.org_id'', true))', target, org_column, org_column);
  EXECUTE format('CREATE POLICY system ON %s TO kaihe_system USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO kaihe_app, kaihe_system', target);
END $$;

SELECT protect_tenant_table('org', 'id');
SELECT protect_tenant_table(name::regclass) FROM unnest(ARRAY[
  'member', 'audit_entry', 'box', 'box_desired', 'box_action', 'local_key', 'provider_connection', 'provider_key',
  'config_version', 'budget', 'budget_period', 'lease', 'usage_event', 'usage_rollup'
]) AS name;

-- Not a tenant's: people, sign-ins, boxes that nobody has claimed yet.
GRANT SELECT, INSERT, UPDATE, DELETE ON app_user, session, setup_token, enrollment, dpop_proof, worker_heartbeat TO kaihe_system;
ALTER TABLE dpop_proof SET UNLOGGED;

-- Facts are added, never changed.
REVOKE UPDATE, DELETE ON audit_entry, usage_event, config_version FROM kaihe_app, kaihe_system;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The last line of the ledger: what the code never does, the database refuses.
ALTER TABLE budget ADD CONSTRAINT budget_cap_positive CHECK (cap_nanos > 0);
ALTER TABLE budget_period
  ADD CONSTRAINT budget_period_not_negative CHECK (
    cap_nanos >= 0 AND spent_nanos >= 0 AND reserved_nanos >= 0 AND presumed_nanos >= 0
    AND over_committed_nanos >= 0 AND overshoot_nanos >= 0 AND ends_at > starts_at),
  ADD CONSTRAINT budget_period_within_cap CHECK (
    spent_nanos + reserved_nanos + presumed_nanos <= cap_nanos + over_committed_nanos);
ALTER TABLE lease ADD CONSTRAINT lease_conserves CHECK (
  granted_nanos >= 0 AND spent_nanos >= 0 AND returned_nanos >= 0 AND overshoot_nanos >= 0
  AND spent_nanos + returned_nanos <= granted_nanos);
CREATE UNIQUE INDEX lease_one_active ON lease (org_id, box_id, period_id) WHERE state = 'active';

-- Usage events: one partition a day, in a schema of their own so that nobody reaches them but through the parent.
CREATE SCHEMA usage_parts;
CREATE TABLE usage_parts.other_days PARTITION OF usage_event DEFAULT;
CREATE FUNCTION ensure_usage_partitions(first_day date, days int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  this_day date;
  made int := 0;
BEGIN
  FOR this_day IN SELECT first_day + n FROM generate_series(0, days - 1) AS n LOOP
    IF to_regclass(format('usage_parts.day_%s', to_char(this_day, 'YYYYMMDD'))) IS NULL
       AND NOT EXISTS (SELECT FROM usage_parts.other_days WHERE day = this_day) THEN
      EXECUTE format('CREATE TABLE usage_parts.day_%s PARTITION OF usage_event FOR VALUES FROM (%L) TO (%L)',
        to_char(this_day, 'YYYYMMDD'), this_day, this_day + 1);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION ensure_usage_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_usage_partitions TO kaihe_system;

-- Jobs are enqueued in the caller's transaction; the queue's own tables stay closed to the roles.
CREATE FUNCTION enqueue_job(job_name text, job_payload json, unique_key text, start_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM graphile_worker.add_job(identifier => job_name, payload => job_payload, job_key => unique_key, run_at => start_at);
END $$;
REVOKE ALL ON FUNCTION enqueue_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job TO kaihe_app, kaihe_system;

-- The period of a budget at a moment, in the organization's zone; Postgres knows the zones and their clock changes.
CREATE FUNCTION budget_period_bounds(kind budget_period_kind, zone text, at timestamptz, OUT starts_at timestamptz, OUT ends_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT
    CASE WHEN kind = 'total' THEN '1970-01-01Z'::timestamptz ELSE date_trunc(kind::text, at AT TIME ZONE zone) AT TIME ZONE zone END,
    CASE WHEN kind = 'total' THEN '9999-12-31Z'::timestamptz
         ELSE (date_trunc(kind::text, at AT TIME ZONE zone) + ('1 ' || kind::text)::interval) AT TIME ZONE zone END
$$;
GRANT EXECUTE ON FUNCTION budget_period_bounds TO kaihe_app, kaihe_system;
