-- CreateTable
CREATE TABLE "price_discount" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "model" TEXT,
    "model_family" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "basis_points" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,

    CONSTRAINT "price_discount_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex
CREATE INDEX "price_discount_org_id_connection_id_idx" ON "price_discount"("org_id", "connection_id");

-- AddForeignKey
ALTER TABLE "price_discount" ADD CONSTRAINT "price_discount_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "provider_connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE price_discount
  ADD CONSTRAINT price_discount_is_a_share CHECK (basis_points BETWEEN 0 AND 10000),
  ADD CONSTRAINT price_discount_ends_after_start CHECK (ends_at > starts_at),
  ADD CONSTRAINT price_discount_one_reach CHECK (model IS NULL OR model_family IS NULL);

-- Row security is forced on the owner too (see the migration of budgets), so it is lifted for what moves.
ALTER TABLE provider_connection NO FORCE ROW LEVEL SECURITY;
-- In force since ever: the schedules that boxes have, and their hashes, stay as they are. A connection's id is the only one
-- of its kind, so what follows its prefix is too.
INSERT INTO price_discount (org_id, id, connection_id, starts_at, basis_points, created_at)
SELECT org_id, 'dsc_' || split_part(id, '_', 2), id, '1970-01-01T00:00:00Z', discount_basis_points, created_at
FROM provider_connection WHERE discount_basis_points > 0;
ALTER TABLE provider_connection FORCE ROW LEVEL SECURITY;

-- AlterTable
ALTER TABLE "provider_connection" DROP COLUMN "discount_basis_points";

SELECT protect_tenant_table('price_discount');
