CREATE TABLE `console_screens` (
	`screen` text PRIMARY KEY NOT NULL,
	`session_uuid` text NOT NULL,
	`user_name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `console_sessions` (
	`uuid` text PRIMARY KEY NOT NULL,
	`relay_id` text NOT NULL,
	`screen` text NOT NULL,
	`kind` text NOT NULL,
	`instance_uuid` text NOT NULL,
	`user_uuid` text NOT NULL,
	`user_name` text NOT NULL,
	`sign_in_id` text NOT NULL,
	`remote_address` text NOT NULL,
	`opened_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`closed_at` integer,
	`end_reason` text,
	`ended_by` text
);
--> statement-breakpoint
CREATE INDEX `console_sessions_relay` ON `console_sessions` (`relay_id`,`closed_at`);
--> statement-breakpoint
CREATE INDEX `console_sessions_instance` ON `console_sessions` (`instance_uuid`,`opened_at`);
--> statement-breakpoint
CREATE INDEX `console_sessions_open` ON `console_sessions` (`closed_at`,`seen_at`);
--> statement-breakpoint
CREATE TABLE `console_tickets` (
	`ticket_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`instance_uuid` text NOT NULL,
	`user_uuid` text NOT NULL,
	`sign_in_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`refused_reason` text,
	`session_uuid` text
);
--> statement-breakpoint
CREATE INDEX `console_tickets_created` ON `console_tickets` (`created_at`);
--> statement-breakpoint
CREATE TABLE `events` (
	`uuid` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`created_at` integer NOT NULL,
	`event_type` text NOT NULL,
	`message` text NOT NULL,
	`context` text DEFAULT '{}' NOT NULL,
	`result` text NOT NULL,
	`user_uuid` text,
	`username` text DEFAULT '' NOT NULL,
	`ip_address` text DEFAULT '' NOT NULL,
	`request_id` text DEFAULT '' NOT NULL,
	`customer_uuid` text,
	`project_uuid` text,
	`tenant_uuid` text,
	`resource_type` text DEFAULT '' NOT NULL,
	`resource_uuid` text,
	`job_uuid` text
);
--> statement-breakpoint
CREATE INDEX `events_number` ON `events` (`number`);
--> statement-breakpoint
CREATE INDEX `events_project` ON `events` (`project_uuid`,`number`);
--> statement-breakpoint
CREATE INDEX `events_customer` ON `events` (`customer_uuid`,`number`);
--> statement-breakpoint
CREATE INDEX `events_tenant` ON `events` (`tenant_uuid`,`number`);
--> statement-breakpoint
CREATE INDEX `events_resource` ON `events` (`resource_uuid`,`number`);
--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`event_type`,`number`);
--> statement-breakpoint
CREATE TABLE `grants` (
	`uuid` text PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`role_uuid` text NOT NULL,
	`scope_type` text NOT NULL,
	`scope_uuid` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text,
	`expires_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE INDEX `grants_user` ON `grants` (`user_uuid`,`revoked_at`);
--> statement-breakpoint
CREATE INDEX `grants_scope` ON `grants` (`scope_type`,`scope_uuid`);
--> statement-breakpoint
CREATE TABLE `roles` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`scope_type` text NOT NULL,
	`is_system` integer DEFAULT true NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`permissions` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name` ON `roles` (`name`);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`uuid` text PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`ip_address` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_uuid`);
--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ssh_keys` (
	`uuid` text PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`name` text NOT NULL,
	`public_key` text NOT NULL,
	`type` text NOT NULL,
	`fingerprint_md5` text NOT NULL,
	`fingerprint_sha256` text NOT NULL,
	`fingerprint_sha512` text NOT NULL,
	`is_shared` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ssh_keys_fingerprint` ON `ssh_keys` (`user_uuid`,`fingerprint_sha512`);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`uuid` text PRIMARY KEY NOT NULL,
	`user_uuid` text NOT NULL,
	`kind` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`hash` text NOT NULL,
	`sealed` text,
	`access` text DEFAULT 'write' NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`last_used_from` text DEFAULT '' NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_hash` ON `tokens` (`hash`);
--> statement-breakpoint
CREATE INDEX `tokens_user` ON `tokens` (`user_uuid`);
--> statement-breakpoint
CREATE TABLE `users` (
	`uuid` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`email` text DEFAULT '' NOT NULL,
	`first_name` text DEFAULT '' NOT NULL,
	`last_name` text DEFAULT '' NOT NULL,
	`password_hash` text,
	`registration_method` text DEFAULT 'local' NOT NULL,
	`subject` text,
	`is_active` integer DEFAULT true NOT NULL,
	`is_staff` integer DEFAULT false NOT NULL,
	`is_support` integer DEFAULT false NOT NULL,
	`preferred_language` text DEFAULT '' NOT NULL,
	`token_lifetime_seconds` integer,
	`preferences` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`last_sign_in_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`username`);
--> statement-breakpoint
CREATE INDEX `users_subject` ON `users` (`registration_method`,`subject`);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`user_uuid` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`body` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`user_uuid`, `key`)
);
--> statement-breakpoint
CREATE TABLE `job_caps` (
	`key` text PRIMARY KEY NOT NULL,
	`used` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job_steps` (
	`job_uuid` text NOT NULL,
	`index` integer NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`message` text DEFAULT '' NOT NULL,
	`request_ids` text DEFAULT '[]' NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	PRIMARY KEY(`job_uuid`, `index`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`resource_type` text NOT NULL,
	`resource_uuid` text NOT NULL,
	`resource_name` text DEFAULT '' NOT NULL,
	`tenant_uuid` text,
	`project_uuid` text,
	`customer_uuid` text,
	`settings_uuid` text,
	`params` text DEFAULT '{}' NOT NULL,
	`memo` text DEFAULT '{}' NOT NULL,
	`step` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease` integer DEFAULT 0 NOT NULL,
	`lease_owner` text,
	`lease_until` integer,
	`run_at` integer NOT NULL,
	`cap_key` text DEFAULT '' NOT NULL,
	`holds_cap` integer DEFAULT false NOT NULL,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`error_message` text DEFAULT '' NOT NULL,
	`error_detail` text DEFAULT '{}' NOT NULL,
	`event_type` text DEFAULT '' NOT NULL,
	`user_uuid` text,
	`username` text DEFAULT '' NOT NULL,
	`ip_address` text DEFAULT '' NOT NULL,
	`request_id` text DEFAULT '' NOT NULL,
	`retry_of` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`modified_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `jobs_ready` ON `jobs` (`state`,`run_at`);
--> statement-breakpoint
CREATE INDEX `jobs_resource` ON `jobs` (`resource_uuid`,`created_at`);
--> statement-breakpoint
CREATE INDEX `jobs_tenant` ON `jobs` (`tenant_uuid`,`created_at`);
--> statement-breakpoint
CREATE INDEX `jobs_project` ON `jobs` (`project_uuid`,`created_at`);
--> statement-breakpoint
CREATE INDEX `jobs_created` ON `jobs` (`created_at`);
--> statement-breakpoint
CREATE TABLE `leftovers` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`kind` text NOT NULL,
	`backend_id` text NOT NULL,
	`project_id` text DEFAULT '' NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`tried_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `changes` (
	`number` integer PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`uuid` text NOT NULL,
	`operation` text NOT NULL,
	`tenant_uuid` text,
	`project_uuid` text,
	`customer_uuid` text,
	`user_uuid` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `changes_created` ON `changes` (`created_at`);
--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `quotas` (
	`tenant_uuid` text NOT NULL,
	`name` text NOT NULL,
	`limit` integer NOT NULL,
	`usage` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`portal_limit` integer,
	`modified_at` integer NOT NULL,
	PRIMARY KEY(`tenant_uuid`, `name`)
);
--> statement-breakpoint
CREATE TABLE `quota_reservations` (
	`job_uuid` text NOT NULL,
	`tenant_uuid` text NOT NULL,
	`name` text NOT NULL,
	`amount` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`job_uuid`, `tenant_uuid`, `name`)
);
--> statement-breakpoint
CREATE INDEX `quota_reservations_tenant` ON `quota_reservations` (`tenant_uuid`,`ended_at`);
--> statement-breakpoint
CREATE TABLE `availability_zones` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`backend_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`service` text NOT NULL,
	`available` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `availability_zones_name` ON `availability_zones` (`settings_uuid`,`service`,`name`);
--> statement-breakpoint
CREATE TABLE `customers` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`native_name` text DEFAULT '' NOT NULL,
	`abbreviation` text DEFAULT '' NOT NULL,
	`slug` text DEFAULT '' NOT NULL,
	`email` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`is_service_provider` integer DEFAULT false NOT NULL,
	`is_blocked` integer DEFAULT false NOT NULL,
	`is_archived` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `customers_name` ON `customers` (`name`);
--> statement-breakpoint
CREATE TABLE `external_networks` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`backend_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`is_shared` integer DEFAULT false NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`status` text DEFAULT '' NOT NULL,
	`subnets` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `external_networks_backend` ON `external_networks` (`settings_uuid`,`backend_id`);
--> statement-breakpoint
CREATE TABLE `flavors` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`backend_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`cores` integer NOT NULL,
	`ram_mib` integer NOT NULL,
	`disk_mib` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `flavors_backend` ON `flavors` (`settings_uuid`,`backend_id`);
--> statement-breakpoint
CREATE TABLE `floating_ips` (
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
	`address` text DEFAULT '' NOT NULL,
	`external_address` text DEFAULT '' NOT NULL,
	`backend_network_id` text DEFAULT '' NOT NULL,
	`port_uuid` text,
	`fixed_ip_address` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `floating_ips_tenant` ON `floating_ips` (`tenant_uuid`,`address`);
--> statement-breakpoint
CREATE INDEX `floating_ips_port` ON `floating_ips` (`port_uuid`);
--> statement-breakpoint
CREATE INDEX `floating_ips_backend` ON `floating_ips` (`backend_id`);
--> statement-breakpoint
CREATE TABLE `images` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`backend_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`min_disk_mib` integer DEFAULT 0 NOT NULL,
	`min_ram_mib` integer DEFAULT 0 NOT NULL,
	`size_bytes` integer,
	`status` text DEFAULT '' NOT NULL,
	`visibility` text DEFAULT '' NOT NULL,
	`disk_format` text DEFAULT '' NOT NULL,
	`os_distro` text DEFAULT '' NOT NULL,
	`os_version` text DEFAULT '' NOT NULL,
	`owner_id` text DEFAULT '' NOT NULL,
	`properties` text DEFAULT '{}' NOT NULL,
	`backend_created_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `images_backend` ON `images` (`settings_uuid`,`backend_id`);
--> statement-breakpoint
CREATE TABLE `instance_security_groups` (
	`instance_uuid` text NOT NULL,
	`security_group_uuid` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instance_security_groups_pair` ON `instance_security_groups` (`instance_uuid`,`security_group_uuid`);
--> statement-breakpoint
CREATE INDEX `instance_security_groups_group` ON `instance_security_groups` (`security_group_uuid`);
--> statement-breakpoint
CREATE TABLE `instances` (
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
	`cores` integer DEFAULT 0 NOT NULL,
	`ram_mib` integer DEFAULT 0 NOT NULL,
	`disk_mib` integer DEFAULT 0 NOT NULL,
	`min_ram_mib` integer DEFAULT 0 NOT NULL,
	`min_disk_mib` integer DEFAULT 0 NOT NULL,
	`flavor_name` text DEFAULT '' NOT NULL,
	`flavor_disk_mib` integer DEFAULT 0 NOT NULL,
	`flavor_backend_id` text DEFAULT '' NOT NULL,
	`image_name` text DEFAULT '' NOT NULL,
	`key_name` text DEFAULT '' NOT NULL,
	`key_fingerprint` text DEFAULT '' NOT NULL,
	`user_data` text DEFAULT '' NOT NULL,
	`availability_zone_uuid` text,
	`availability_zone_name` text DEFAULT '' NOT NULL,
	`hypervisor_hostname` text DEFAULT '' NOT NULL,
	`config_drive` integer,
	`connect_directly_to_external_network` integer DEFAULT false NOT NULL,
	`start_time` integer
);
--> statement-breakpoint
CREATE INDEX `instances_name` ON `instances` (`name`,`created_at`,`uuid`);
--> statement-breakpoint
CREATE INDEX `instances_tenant` ON `instances` (`tenant_uuid`,`name`,`created_at`,`uuid`);
--> statement-breakpoint
CREATE INDEX `instances_project` ON `instances` (`project_uuid`,`name`,`created_at`,`uuid`);
--> statement-breakpoint
CREATE INDEX `instances_customer` ON `instances` (`customer_uuid`);
--> statement-breakpoint
CREATE INDEX `instances_backend` ON `instances` (`backend_id`);
--> statement-breakpoint
CREATE INDEX `instances_settings` ON `instances` (`settings_uuid`);
--> statement-breakpoint
CREATE TABLE `marketplace_resources` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`state` text NOT NULL,
	`offering_uuid` text NOT NULL,
	`plan_uuid` text,
	`project_uuid` text NOT NULL,
	`customer_uuid` text NOT NULL,
	`parent_uuid` text,
	`scope_type` text NOT NULL,
	`scope_uuid` text,
	`attributes` text DEFAULT '{}' NOT NULL,
	`limits` text DEFAULT '{}' NOT NULL,
	`current_usages` text DEFAULT '{}' NOT NULL,
	`backend_metadata` text DEFAULT '{}' NOT NULL,
	`end_date` text,
	`error_message` text DEFAULT '' NOT NULL,
	`error_traceback` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `marketplace_resources_scope` ON `marketplace_resources` (`scope_uuid`);
--> statement-breakpoint
CREATE INDEX `marketplace_resources_project` ON `marketplace_resources` (`project_uuid`,`state`);
--> statement-breakpoint
CREATE INDEX `marketplace_resources_offering` ON `marketplace_resources` (`offering_uuid`);
--> statement-breakpoint
CREATE TABLE `networks` (
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
	`is_external` integer DEFAULT false NOT NULL,
	`type` text DEFAULT '' NOT NULL,
	`segmentation_id` integer,
	`mtu` integer,
	`port_security_enabled` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE INDEX `networks_tenant` ON `networks` (`tenant_uuid`,`name`);
--> statement-breakpoint
CREATE INDEX `networks_backend` ON `networks` (`backend_id`);
--> statement-breakpoint
CREATE TABLE `categories` (
	`uuid` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`default_tenant_category` integer DEFAULT false NOT NULL,
	`default_vm_category` integer DEFAULT false NOT NULL,
	`default_volume_category` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE `offering_components` (
	`uuid` text PRIMARY KEY NOT NULL,
	`offering_uuid` text NOT NULL,
	`type` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`measured_unit` text NOT NULL,
	`factor` integer DEFAULT 1 NOT NULL,
	`is_builtin` integer DEFAULT true NOT NULL,
	`default_limit` integer,
	`min_value` integer,
	`max_value` integer,
	`max_available_limit` integer,
	`article_code` text DEFAULT '' NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `offering_components_type` ON `offering_components` (`offering_uuid`,`type`);
--> statement-breakpoint
CREATE TABLE `offerings` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`full_description` text DEFAULT '' NOT NULL,
	`terms_of_service` text DEFAULT '' NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`paused_reason` text DEFAULT '' NOT NULL,
	`category_uuid` text NOT NULL,
	`customer_uuid` text NOT NULL,
	`project_uuid` text,
	`parent_uuid` text,
	`settings_uuid` text NOT NULL,
	`tenant_uuid` text,
	`shared` integer DEFAULT false NOT NULL,
	`billable` integer DEFAULT false NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`plugin_options` text DEFAULT '{}' NOT NULL,
	`secret_options` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `offerings_scope` ON `offerings` (`tenant_uuid`);
--> statement-breakpoint
CREATE INDEX `offerings_settings` ON `offerings` (`settings_uuid`);
--> statement-breakpoint
CREATE INDEX `offerings_name` ON `offerings` (`name`);
--> statement-breakpoint
CREATE TABLE `plans` (
	`uuid` text PRIMARY KEY NOT NULL,
	`offering_uuid` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`unit` text DEFAULT 'month' NOT NULL,
	`prices_micro` text DEFAULT '{}' NOT NULL,
	`archived` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `plans_offering` ON `plans` (`offering_uuid`);
--> statement-breakpoint
CREATE TABLE `orders` (
	`uuid` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`offering_uuid` text NOT NULL,
	`plan_uuid` text,
	`resource_uuid` text NOT NULL,
	`project_uuid` text NOT NULL,
	`customer_uuid` text NOT NULL,
	`provider_customer_uuid` text NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`limits` text DEFAULT '{}' NOT NULL,
	`cost_micro` integer DEFAULT 0 NOT NULL,
	`request_comment` text DEFAULT '' NOT NULL,
	`callback_url` text DEFAULT '' NOT NULL,
	`start_date` text,
	`created_by` text NOT NULL,
	`consumer_reviewed_by` text,
	`consumer_reviewed_at` integer,
	`consumer_comment` text DEFAULT '' NOT NULL,
	`provider_reviewed_by` text,
	`provider_reviewed_at` integer,
	`error_message` text DEFAULT '' NOT NULL,
	`error_traceback` text DEFAULT '' NOT NULL,
	`job_uuid` text,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`completed_at` integer
);
--> statement-breakpoint
CREATE INDEX `orders_resource` ON `orders` (`resource_uuid`);
--> statement-breakpoint
CREATE INDEX `orders_project` ON `orders` (`project_uuid`,`created_at`);
--> statement-breakpoint
CREATE INDEX `orders_state` ON `orders` (`state`);
--> statement-breakpoint
CREATE TABLE `port_security_groups` (
	`port_uuid` text NOT NULL,
	`security_group_uuid` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `port_security_groups_pair` ON `port_security_groups` (`port_uuid`,`security_group_uuid`);
--> statement-breakpoint
CREATE INDEX `port_security_groups_group` ON `port_security_groups` (`security_group_uuid`);
--> statement-breakpoint
CREATE TABLE `ports` (
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
	`network_uuid` text NOT NULL,
	`subnet_uuid` text,
	`instance_uuid` text,
	`mac_address` text DEFAULT '' NOT NULL,
	`fixed_ips` text DEFAULT '[]' NOT NULL,
	`allowed_address_pairs` text DEFAULT '[]' NOT NULL,
	`admin_state_up` integer DEFAULT true NOT NULL,
	`port_security_enabled` integer DEFAULT true NOT NULL,
	`device_id` text DEFAULT '' NOT NULL,
	`device_owner` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ports_tenant` ON `ports` (`tenant_uuid`);
--> statement-breakpoint
CREATE INDEX `ports_instance` ON `ports` (`instance_uuid`);
--> statement-breakpoint
CREATE INDEX `ports_network` ON `ports` (`network_uuid`);
--> statement-breakpoint
CREATE INDEX `ports_backend` ON `ports` (`backend_id`);
--> statement-breakpoint
CREATE INDEX `ports_device` ON `ports` (`device_id`);
--> statement-breakpoint
CREATE TABLE `projects` (
	`uuid` text PRIMARY KEY NOT NULL,
	`customer_uuid` text NOT NULL,
	`name` text NOT NULL,
	`slug` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`start_date` text,
	`end_date` text,
	`is_removed` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `projects_customer` ON `projects` (`customer_uuid`);
--> statement-breakpoint
CREATE INDEX `projects_name` ON `projects` (`name`);
--> statement-breakpoint
CREATE TABLE `providers` (
	`uuid` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`customer_uuid` text NOT NULL,
	`state` text DEFAULT 'OK' NOT NULL,
	`error_message` text DEFAULT '' NOT NULL,
	`shared` integer DEFAULT true NOT NULL,
	`secrets` text NOT NULL,
	`password_set_at` integer,
	`options` text DEFAULT '{}' NOT NULL,
	`admin_project_id` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`last_sync_at` integer,
	`unreachable_since` integer
);
--> statement-breakpoint
CREATE TABLE `routers` (
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
	`external_network_id` text DEFAULT '' NOT NULL,
	`enable_snat` integer,
	`external_fixed_ips` text DEFAULT '[]' NOT NULL,
	`routes` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `routers_tenant` ON `routers` (`tenant_uuid`);
--> statement-breakpoint
CREATE INDEX `routers_backend` ON `routers` (`backend_id`);
--> statement-breakpoint
CREATE TABLE `security_group_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`security_group_uuid` text NOT NULL,
	`backend_id` text DEFAULT '' NOT NULL,
	`ethertype` text DEFAULT 'IPv4' NOT NULL,
	`direction` text DEFAULT 'ingress' NOT NULL,
	`protocol` text DEFAULT '' NOT NULL,
	`from_port` integer,
	`to_port` integer,
	`cidr` text DEFAULT '' NOT NULL,
	`remote_group_uuid` text,
	`description` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `security_group_rules_group` ON `security_group_rules` (`security_group_uuid`);
--> statement-breakpoint
CREATE TABLE `security_groups` (
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
	`confirmed_at` integer
);
--> statement-breakpoint
CREATE INDEX `security_groups_tenant` ON `security_groups` (`tenant_uuid`,`name`);
--> statement-breakpoint
CREATE INDEX `security_groups_backend` ON `security_groups` (`backend_id`);
--> statement-breakpoint
CREATE TABLE `subnets` (
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
	`network_uuid` text NOT NULL,
	`cidr` text NOT NULL,
	`gateway_ip` text,
	`disable_gateway` integer DEFAULT false NOT NULL,
	`ip_version` integer DEFAULT 4 NOT NULL,
	`enable_dhcp` integer DEFAULT true NOT NULL,
	`allocation_pools` text DEFAULT '[]' NOT NULL,
	`dns_nameservers` text DEFAULT '[]' NOT NULL,
	`host_routes` text DEFAULT '[]' NOT NULL,
	`is_connected` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `subnets_tenant` ON `subnets` (`tenant_uuid`);
--> statement-breakpoint
CREATE INDEX `subnets_network` ON `subnets` (`network_uuid`);
--> statement-breakpoint
CREATE INDEX `subnets_backend` ON `subnets` (`backend_id`);
--> statement-breakpoint
CREATE TABLE `tenants` (
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
	`availability_zone` text DEFAULT '' NOT NULL,
	`default_volume_type_name` text DEFAULT '' NOT NULL,
	`internal_network_id` text DEFAULT '' NOT NULL,
	`external_network_id` text DEFAULT '' NOT NULL,
	`user_username` text DEFAULT '' NOT NULL,
	`user_password` text DEFAULT '' NOT NULL,
	`user_backend_id` text DEFAULT '' NOT NULL,
	`skip_creation_of_default_router` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tenants_project` ON `tenants` (`project_uuid`,`name`);
--> statement-breakpoint
CREATE INDEX `tenants_backend` ON `tenants` (`settings_uuid`,`backend_id`);
--> statement-breakpoint
CREATE TABLE `volume_types` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`backend_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`disabled` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `volume_types_backend` ON `volume_types` (`settings_uuid`,`backend_id`);
--> statement-breakpoint
CREATE TABLE `volumes` (
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
	`bootable` integer DEFAULT false NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`image_uuid` text,
	`image_name` text DEFAULT '' NOT NULL,
	`image_metadata` text DEFAULT '{}' NOT NULL,
	`type_uuid` text,
	`type_name` text DEFAULT '' NOT NULL,
	`availability_zone_uuid` text,
	`availability_zone_name` text DEFAULT '' NOT NULL,
	`instance_uuid` text,
	`device` text DEFAULT '' NOT NULL,
	`source_snapshot_uuid` text
);
--> statement-breakpoint
CREATE INDEX `volumes_name` ON `volumes` (`name`,`uuid`);
--> statement-breakpoint
CREATE INDEX `volumes_tenant` ON `volumes` (`tenant_uuid`,`name`,`uuid`);
--> statement-breakpoint
CREATE INDEX `volumes_project` ON `volumes` (`project_uuid`,`name`,`uuid`);
--> statement-breakpoint
CREATE INDEX `volumes_instance` ON `volumes` (`instance_uuid`);
--> statement-breakpoint
CREATE INDEX `volumes_backend` ON `volumes` (`backend_id`);
--> statement-breakpoint
CREATE INDEX `volumes_settings` ON `volumes` (`settings_uuid`);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`modified_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `drifts` (
	`uuid` text PRIMARY KEY NOT NULL,
	`settings_uuid` text NOT NULL,
	`tenant_uuid` text,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`portal_value` text DEFAULT '' NOT NULL,
	`cloud_value` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'new' NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`resolved_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drifts_subject` ON `drifts` (`settings_uuid`,`kind`,`subject`);
--> statement-breakpoint
CREATE TABLE `schedules` (
	`name` text PRIMARY KEY NOT NULL,
	`every_seconds` integer NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`next_run_at` integer NOT NULL,
	`lease_owner` text,
	`lease_until` integer
);
--> statement-breakpoint
CREATE TABLE `sync_runs` (
	`uuid` text PRIMARY KEY NOT NULL,
	`schedule` text NOT NULL,
	`settings_uuid` text,
	`tenant_uuid` text,
	`state` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`created` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`removed` integer DEFAULT 0 NOT NULL,
	`error_message` text DEFAULT '' NOT NULL,
	`user_uuid` text
);
--> statement-breakpoint
CREATE INDEX `sync_runs_started` ON `sync_runs` (`started_at`);
--> statement-breakpoint
CREATE INDEX `sync_runs_tenant` ON `sync_runs` (`tenant_uuid`,`started_at`);
