CREATE TABLE "property_tenants" (
	"property_uuid" text collate "C" NOT NULL,
	"tenant_uuid" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "property_tenants_pair" ON "property_tenants" USING btree ("tenant_uuid","kind","property_uuid");
--> statement-breakpoint
CREATE INDEX "property_tenants_property" ON "property_tenants" USING btree ("property_uuid");
