CREATE TABLE "password_codes" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "users_subject";
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "is_remembered" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "prefix" text collate "C" DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "scopes" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "use_count" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
CREATE INDEX "password_codes_user" ON "password_codes" USING btree ("user_uuid");
--> statement-breakpoint
CREATE UNIQUE INDEX "users_subject" ON "users" USING btree ("registration_method","subject");
