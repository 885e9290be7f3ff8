CREATE TABLE "snapshots" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"state" text collate "C" NOT NULL,
	"runtime_state" text collate "C" DEFAULT '' NOT NULL,
	"backend_id" text collate "C" DEFAULT '' NOT NULL,
	"error_message" text collate "C" DEFAULT '' NOT NULL,
	"error_traceback" text collate "C" DEFAULT '' NOT NULL,
	"action" text collate "C" DEFAULT '' NOT NULL,
	"action_details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tenant_uuid" text collate "C" NOT NULL,
	"project_uuid" text collate "C" NOT NULL,
	"customer_uuid" text collate "C" NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"size_mib" integer NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"source_volume_uuid" text collate "C",
	"type_name" text collate "C" DEFAULT '' NOT NULL,
	"kept_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "snapshots_name" ON "snapshots" USING btree ("name","uuid");
--> statement-breakpoint
CREATE INDEX "snapshots_tenant" ON "snapshots" USING btree ("tenant_uuid","name","uuid");
--> statement-breakpoint
CREATE INDEX "snapshots_project" ON "snapshots" USING btree ("project_uuid","name","uuid");
--> statement-breakpoint
CREATE INDEX "snapshots_volume" ON "snapshots" USING btree ("source_volume_uuid");
--> statement-breakpoint
CREATE INDEX "snapshots_backend" ON "snapshots" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "snapshots_settings" ON "snapshots" USING btree ("settings_uuid");
--> statement-breakpoint
CREATE INDEX "snapshots_kept_until" ON "snapshots" USING btree ("kept_until");
