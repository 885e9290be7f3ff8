CREATE TABLE `snapshots` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`state` text NOT NULL,
	`runtime_state` text DEFAULT '' NOT NULL,
	`backend_id` text DEFAULT '' NOT NULL,
	`error_message` text DEFAULT '' NOT NULL,
	`error_traceback` text DEFAULT '' NOT NULL,
	`action` text DEFAULT '' NOT NULL,
	`action_details` text DEFAULT '{}' NOT NULL,
	`tenant_uuid` text NOT NULL,
	`project_uuid` text NOT NULL,
	`customer_uuid` text NOT NULL,
	`settings_uuid` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`confirmed_at` integer,
	`size_mib` integer NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`source_volume_uuid` text,
	`type_name` text DEFAULT '' NOT NULL,
	`kept_until` integer
);
--> statement-breakpoint
CREATE INDEX `snapshots_name` ON `snapshots` (`name`,`uuid`);
--> statement-breakpoint
CREATE INDEX `snapshots_tenant` ON `snapshots` (`tenant_uuid`,`name`,`uuid`);
--> statement-breakpoint
CREATE INDEX `snapshots_project` ON `snapshots` (`project_uuid`,`name`,`uuid`);
--> statement-breakpoint
CREATE INDEX `snapshots_volume` ON `snapshots` (`source_volume_uuid`);
--> statement-breakpoint
CREATE INDEX `snapshots_backend` ON `snapshots` (`backend_id`);
--> statement-breakpoint
CREATE INDEX `snapshots_settings` ON `snapshots` (`settings_uuid`);
--> statement-breakpoint
CREATE INDEX `snapshots_kept_until` ON `snapshots` (`kept_until`);
