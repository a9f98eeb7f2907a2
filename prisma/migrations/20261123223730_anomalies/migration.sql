-- CreateTable
CREATE TABLE "spend_anomaly" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "actual_nanos" BIGINT NOT NULL,
    "expected_nanos" BIGINT NOT NULL,
    "z" DOUBLE PRECISION NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spend_anomaly_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "spend_anomaly_org_id_state_day_idx" ON "spend_anomaly"("org_id", "state", "day");

-- CreateIndex
CREATE UNIQUE INDEX "spend_anomaly_org_id_dimension_key_grain_day_key" ON "spend_anomaly"("org_id", "dimension", "key", "grain", "day");

-- CreateIndex
CREATE UNIQUE INDEX "spend_anomaly_org_id_id_key" ON "spend_anomaly"("org_id", "id");

SELECT protect_tenant_table('spend_anomaly');

ALTER TABLE spend_anomaly ADD CONSTRAINT spend_anomaly_words CHECK (
  grain IN ('day', 'hour') AND severity IN ('moderate', 'severe') AND state IN ('open', 'resolved', 'dismissed'));
