CREATE TABLE `property_tenants` (
	`property_uuid` text NOT NULL,
	`tenant_uuid` text NOT NULL,
	`kind` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `property_tenants_pair` ON `property_tenants` (`tenant_uuid`,`kind`,`property_uuid`);
--> statement-breakpoint
CREATE INDEX `property_tenants_property` ON `property_tenants` (`property_uuid`);
