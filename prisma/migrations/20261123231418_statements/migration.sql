-- AlterTable
ALTER TABLE "org" ADD COLUMN     "statement_close_day" SMALLINT DEFAULT 3;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "statement_locale" TEXT NOT NULL DEFAULT 'en',
ADD COLUMN     "statement_mail" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "spend_statement" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "zone" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "previous_hash" TEXT,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by" TEXT,

    CONSTRAINT "spend_statement_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "spend_statement_org_id_month_key" ON "spend_statement"("org_id", "month");

SELECT protect_tenant_table('spend_statement');

-- What is closed is closed, whoever the console is talked into being.
REVOKE UPDATE, DELETE ON spend_statement FROM kaihe_app, kaihe_system;
ALTER TABLE spend_statement ADD CONSTRAINT spend_statement_month CHECK (extract(day FROM month) = 1);
ALTER TABLE org ADD CONSTRAINT org_statement_close_day CHECK (statement_close_day BETWEEN 1 AND 28);
