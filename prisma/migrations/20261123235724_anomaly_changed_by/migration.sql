-- AlterTable
ALTER TABLE "spend_anomaly" ADD COLUMN     "changed_by_id" TEXT;

-- AddForeignKey
ALTER TABLE "spend_anomaly" ADD CONSTRAINT "spend_anomaly_changed_by_id_fkey" FOREIGN KEY ("changed_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
