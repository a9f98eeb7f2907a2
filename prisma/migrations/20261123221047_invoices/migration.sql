-- CreateTable
CREATE TABLE "provider_invoice" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "total_nanos" BIGINT NOT NULL,
    "line_count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "provider_invoice_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "provider_invoice_line" (
    "org_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "quantity" TEXT,
    "cost_nanos" BIGINT NOT NULL,

    CONSTRAINT "provider_invoice_line_pkey" PRIMARY KEY ("org_id","invoice_id","row")
);

-- CreateTable
CREATE TABLE "invoice_model_map" (
    "org_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "model" TEXT NOT NULL,

    CONSTRAINT "invoice_model_map_pkey" PRIMARY KEY ("org_id","connection_id","name")
);

-- CreateIndex
CREATE INDEX "provider_invoice_org_id_connection_id_first_day_idx" ON "provider_invoice"("org_id", "connection_id", "first_day");

-- CreateIndex
CREATE UNIQUE INDEX "provider_invoice_org_id_sha256_key" ON "provider_invoice"("org_id", "sha256");

-- AddForeignKey
ALTER TABLE "provider_invoice" ADD CONSTRAINT "provider_invoice_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "provider_connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_invoice_line" ADD CONSTRAINT "provider_invoice_line_org_id_invoice_id_fkey" FOREIGN KEY ("org_id", "invoice_id") REFERENCES "provider_invoice"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_model_map" ADD CONSTRAINT "invoice_model_map_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "provider_connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE provider_invoice ADD CONSTRAINT provider_invoice_days CHECK (last_day >= first_day);

SELECT protect_tenant_table(name::regclass)
FROM unnest(ARRAY['provider_invoice', 'provider_invoice_line', 'invoice_model_map']) AS name;
