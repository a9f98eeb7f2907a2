-- AlterTable
ALTER TABLE "member" ADD COLUMN     "alert_locale" TEXT NOT NULL DEFAULT 'en',
ADD COLUMN     "alert_mail" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "alert" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "budget_id" TEXT,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "percent" INTEGER NOT NULL DEFAULT 0,
    "figures" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_read" (
    "org_id" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_read_pkey" PRIMARY KEY ("org_id","user_id","alert_id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "kinds" TEXT[],
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "secret" JSONB NOT NULL,
    "previous_secret" JSONB,
    "previous_until" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_why" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "alert_id" TEXT,
    "kind" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "last_response" TEXT,
    "last_duration_ms" INTEGER,
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alert_org_id_budget_id_idx" ON "alert"("org_id", "budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_org_id_kind_subject_id_period_start_percent_key" ON "alert"("org_id", "kind", "subject_id", "period_start", "percent");

-- CreateIndex
CREATE UNIQUE INDEX "alert_org_id_id_key" ON "alert"("org_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_org_id_id_key" ON "webhook_endpoint"("org_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_org_id_endpoint_id_created_at_idx" ON "webhook_delivery"("org_id", "endpoint_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_next_attempt_at_idx" ON "webhook_delivery"("next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_created_at_idx" ON "webhook_delivery"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_org_id_id_key" ON "webhook_delivery"("org_id", "id");

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_org_id_budget_id_fkey" FOREIGN KEY ("org_id", "budget_id") REFERENCES "budget"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_read" ADD CONSTRAINT "alert_read_org_id_alert_id_fkey" FOREIGN KEY ("org_id", "alert_id") REFERENCES "alert"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_read" ADD CONSTRAINT "alert_read_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_org_id_endpoint_id_fkey" FOREIGN KEY ("org_id", "endpoint_id") REFERENCES "webhook_endpoint"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table(name::regclass) FROM unnest(ARRAY['alert', 'alert_read', 'webhook_endpoint', 'webhook_delivery']) AS name;

-- Said once is said: an alert is never rewritten.
REVOKE UPDATE ON alert FROM kaihe_app, kaihe_system;
ALTER TABLE alert ADD CONSTRAINT alert_percent CHECK (percent >= 0);
ALTER TABLE webhook_endpoint ADD CONSTRAINT webhook_endpoint_disabled CHECK (num_nonnulls(disabled_at, disabled_why) IN (0, 2)),
  ADD CONSTRAINT webhook_endpoint_previous CHECK (num_nonnulls(previous_secret, previous_until) IN (0, 2));
-- What is delivered is not sent again by itself.
ALTER TABLE webhook_delivery ADD CONSTRAINT webhook_delivery_done CHECK (delivered_at IS NULL OR next_attempt_at IS NULL);
