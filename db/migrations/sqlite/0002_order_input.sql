CREATE TABLE `workers` (
	`owner` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `quota` text DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE `orders` ADD `input` text DEFAULT '{}' NOT NULL;
--> statement-breakpoint
ALTER TABLE `orders` ADD `provider_comment` text DEFAULT '' NOT NULL;
