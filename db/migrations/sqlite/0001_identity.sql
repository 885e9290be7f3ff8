CREATE TABLE `password_codes` (
	`hash` text PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `password_codes_user` ON `password_codes` (`user_uuid`);
--> statement-breakpoint
DROP INDEX `users_subject`;
--> statement-breakpoint
ALTER TABLE `users` ADD `details` text DEFAULT '{}' NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_subject` ON `users` (`registration_method`,`subject`);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `is_remembered` integer DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE `tokens` ADD `prefix` text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE `tokens` ADD `scopes` text DEFAULT '[]' NOT NULL;
--> statement-breakpoint
ALTER TABLE `tokens` ADD `use_count` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `customers` ADD `details` text DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE `projects` ADD `details` text DEFAULT '{}' NOT NULL;
