-- CreateTable
CREATE TABLE "spend_view" (
    "id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spend_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "spend_view_org_id_created_by_id_idx" ON "spend_view"("org_id", "created_by_id");

-- AddForeignKey
ALTER TABLE "spend_view" ADD CONSTRAINT "spend_view_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spend_view" ADD CONSTRAINT "spend_view_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table('spend_view');
