CREATE TABLE "console_screens" (
	"screen" text collate "C" PRIMARY KEY NOT NULL,
	"session_uuid" text collate "C" NOT NULL,
	"user_name" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console_sessions" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"relay_id" text collate "C" NOT NULL,
	"screen" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"instance_uuid" text collate "C" NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"user_name" text collate "C" NOT NULL,
	"sign_in_id" text collate "C" NOT NULL,
	"remote_address" text collate "C" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"end_reason" text collate "C",
	"ended_by" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "console_tickets" (
	"ticket_hash" text collate "C" PRIMARY KEY NOT NULL,
	"kind" text collate "C" NOT NULL,
	"instance_uuid" text collate "C" NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"sign_in_id" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"refused_reason" text collate "C",
	"session_uuid" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "events" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"event_type" text collate "C" NOT NULL,
	"message" text collate "C" NOT NULL,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"result" text collate "C" NOT NULL,
	"user_uuid" text collate "C",
	"username" text collate "C" DEFAULT '' NOT NULL,
	"ip_address" text collate "C" DEFAULT '' NOT NULL,
	"request_id" text collate "C" DEFAULT '' NOT NULL,
	"customer_uuid" text collate "C",
	"project_uuid" text collate "C",
	"tenant_uuid" text collate "C",
	"resource_type" text collate "C" DEFAULT '' NOT NULL,
	"resource_uuid" text collate "C",
	"job_uuid" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"role_uuid" text collate "C" NOT NULL,
	"scope_type" text collate "C" NOT NULL,
	"scope_uuid" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text collate "C",
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"scope_type" text collate "C" NOT NULL,
	"is_system" boolean DEFAULT true NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"permissions" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"user_agent" text collate "C" DEFAULT '' NOT NULL,
	"ip_address" text collate "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ssh_keys" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"public_key" text collate "C" NOT NULL,
	"type" text collate "C" NOT NULL,
	"fingerprint_md5" text collate "C" NOT NULL,
	"fingerprint_sha256" text collate "C" NOT NULL,
	"fingerprint_sha512" text collate "C" NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"user_uuid" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"name" text collate "C" DEFAULT '' NOT NULL,
	"hash" text collate "C" NOT NULL,
	"sealed" text collate "C",
	"access" text collate "C" DEFAULT 'write' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"last_used_from" text collate "C" DEFAULT '' NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"username" text collate "C" NOT NULL,
	"email" text collate "C" DEFAULT '' NOT NULL,
	"first_name" text collate "C" DEFAULT '' NOT NULL,
	"last_name" text collate "C" DEFAULT '' NOT NULL,
	"password_hash" text collate "C",
	"registration_method" text collate "C" DEFAULT 'local' NOT NULL,
	"subject" text collate "C",
	"is_active" boolean DEFAULT true NOT NULL,
	"is_staff" boolean DEFAULT false NOT NULL,
	"is_support" boolean DEFAULT false NOT NULL,
	"preferred_language" text collate "C" DEFAULT '' NOT NULL,
	"token_lifetime_seconds" integer,
	"preferences" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_uuid" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"request_hash" text collate "C" NOT NULL,
	"status" integer,
	"body" text collate "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_user_uuid_key_pk" PRIMARY KEY("user_uuid","key")
);
--> statement-breakpoint
CREATE TABLE "job_caps" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"used" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_steps" (
	"job_uuid" text collate "C" NOT NULL,
	"index" integer NOT NULL,
	"name" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"message" text collate "C" DEFAULT '' NOT NULL,
	"request_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "job_steps_job_uuid_index_pk" PRIMARY KEY("job_uuid","index")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"resource_type" text collate "C" NOT NULL,
	"resource_uuid" text collate "C" NOT NULL,
	"resource_name" text collate "C" DEFAULT '' NOT NULL,
	"tenant_uuid" text collate "C",
	"project_uuid" text collate "C",
	"customer_uuid" text collate "C",
	"settings_uuid" text collate "C",
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"memo" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease" integer DEFAULT 0 NOT NULL,
	"lease_owner" text collate "C",
	"lease_until" timestamp (3) with time zone,
	"run_at" timestamp (3) with time zone NOT NULL,
	"cap_key" text collate "C" DEFAULT '' NOT NULL,
	"holds_cap" boolean DEFAULT false NOT NULL,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"error_message" text collate "C" DEFAULT '' NOT NULL,
	"error_detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"event_type" text collate "C" DEFAULT '' NOT NULL,
	"user_uuid" text collate "C",
	"username" text collate "C" DEFAULT '' NOT NULL,
	"ip_address" text collate "C" DEFAULT '' NOT NULL,
	"request_id" text collate "C" DEFAULT '' NOT NULL,
	"retry_of" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"modified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leftovers" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"backend_id" text collate "C" NOT NULL,
	"project_id" text collate "C" DEFAULT '' NOT NULL,
	"reason" text collate "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"tried_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"number" bigint PRIMARY KEY NOT NULL,
	"type" text collate "C" NOT NULL,
	"uuid" text collate "C" NOT NULL,
	"operation" text collate "C" NOT NULL,
	"tenant_uuid" text collate "C",
	"project_uuid" text collate "C",
	"customer_uuid" text collate "C",
	"user_uuid" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"value" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quotas" (
	"tenant_uuid" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"limit" bigint NOT NULL,
	"usage" bigint DEFAULT 0 NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	"portal_limit" bigint,
	"modified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "quotas_tenant_uuid_name_pk" PRIMARY KEY("tenant_uuid","name")
);
--> statement-breakpoint
CREATE TABLE "quota_reservations" (
	"job_uuid" text collate "C" NOT NULL,
	"tenant_uuid" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "quota_reservations_job_uuid_tenant_uuid_name_pk" PRIMARY KEY("job_uuid","tenant_uuid","name")
);
--> statement-breakpoint
CREATE TABLE "availability_zones" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"backend_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"service" text collate "C" NOT NULL,
	"available" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"native_name" text collate "C" DEFAULT '' NOT NULL,
	"abbreviation" text collate "C" DEFAULT '' NOT NULL,
	"slug" text collate "C" DEFAULT '' NOT NULL,
	"email" text collate "C" DEFAULT '' NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"is_service_provider" boolean DEFAULT false NOT NULL,
	"is_blocked" boolean DEFAULT false NOT NULL,
	"is_archived" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "external_networks" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"backend_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"status" text collate "C" DEFAULT '' NOT NULL,
	"subnets" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flavors" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"backend_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"cores" integer NOT NULL,
	"ram_mib" integer NOT NULL,
	"disk_mib" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floating_ips" (
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
	"address" text collate "C" DEFAULT '' NOT NULL,
	"external_address" text collate "C" DEFAULT '' NOT NULL,
	"backend_network_id" text collate "C" DEFAULT '' NOT NULL,
	"port_uuid" text collate "C",
	"fixed_ip_address" text collate "C" DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "images" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"backend_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"min_disk_mib" integer DEFAULT 0 NOT NULL,
	"min_ram_mib" integer DEFAULT 0 NOT NULL,
	"size_bytes" bigint,
	"status" text collate "C" DEFAULT '' NOT NULL,
	"visibility" text collate "C" DEFAULT '' NOT NULL,
	"disk_format" text collate "C" DEFAULT '' NOT NULL,
	"os_distro" text collate "C" DEFAULT '' NOT NULL,
	"os_version" text collate "C" DEFAULT '' NOT NULL,
	"owner_id" text collate "C" DEFAULT '' NOT NULL,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"backend_created_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "instance_security_groups" (
	"instance_uuid" text collate "C" NOT NULL,
	"security_group_uuid" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "instances" (
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
	"cores" integer DEFAULT 0 NOT NULL,
	"ram_mib" integer DEFAULT 0 NOT NULL,
	"disk_mib" integer DEFAULT 0 NOT NULL,
	"min_ram_mib" integer DEFAULT 0 NOT NULL,
	"min_disk_mib" integer DEFAULT 0 NOT NULL,
	"flavor_name" text collate "C" DEFAULT '' NOT NULL,
	"flavor_disk_mib" integer DEFAULT 0 NOT NULL,
	"flavor_backend_id" text collate "C" DEFAULT '' NOT NULL,
	"image_name" text collate "C" DEFAULT '' NOT NULL,
	"key_name" text collate "C" DEFAULT '' NOT NULL,
	"key_fingerprint" text collate "C" DEFAULT '' NOT NULL,
	"user_data" text collate "C" DEFAULT '' NOT NULL,
	"availability_zone_uuid" text collate "C",
	"availability_zone_name" text collate "C" DEFAULT '' NOT NULL,
	"hypervisor_hostname" text collate "C" DEFAULT '' NOT NULL,
	"config_drive" boolean,
	"connect_directly_to_external_network" boolean DEFAULT false NOT NULL,
	"start_time" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "marketplace_resources" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"slug" text collate "C" DEFAULT '' NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"state" text collate "C" NOT NULL,
	"offering_uuid" text collate "C" NOT NULL,
	"plan_uuid" text collate "C",
	"project_uuid" text collate "C" NOT NULL,
	"customer_uuid" text collate "C" NOT NULL,
	"parent_uuid" text collate "C",
	"scope_type" text collate "C" NOT NULL,
	"scope_uuid" text collate "C",
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"current_usages" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"backend_metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"end_date" text collate "C",
	"error_message" text collate "C" DEFAULT '' NOT NULL,
	"error_traceback" text collate "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "networks" (
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
	"is_external" boolean DEFAULT false NOT NULL,
	"type" text collate "C" DEFAULT '' NOT NULL,
	"segmentation_id" integer,
	"mtu" integer,
	"port_security_enabled" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"title" text collate "C" NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"default_tenant_category" boolean DEFAULT false NOT NULL,
	"default_vm_category" boolean DEFAULT false NOT NULL,
	"default_volume_category" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offering_components" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"offering_uuid" text collate "C" NOT NULL,
	"type" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"measured_unit" text collate "C" NOT NULL,
	"factor" integer DEFAULT 1 NOT NULL,
	"is_builtin" boolean DEFAULT true NOT NULL,
	"default_limit" integer,
	"min_value" integer,
	"max_value" integer,
	"max_available_limit" integer,
	"article_code" text collate "C" DEFAULT '' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offerings" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"slug" text collate "C" DEFAULT '' NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"full_description" text collate "C" DEFAULT '' NOT NULL,
	"terms_of_service" text collate "C" DEFAULT '' NOT NULL,
	"type" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"paused_reason" text collate "C" DEFAULT '' NOT NULL,
	"category_uuid" text collate "C" NOT NULL,
	"customer_uuid" text collate "C" NOT NULL,
	"project_uuid" text collate "C",
	"parent_uuid" text collate "C",
	"settings_uuid" text collate "C" NOT NULL,
	"tenant_uuid" text collate "C",
	"shared" boolean DEFAULT false NOT NULL,
	"billable" boolean DEFAULT false NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"plugin_options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"secret_options" text collate "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"offering_uuid" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"unit" text collate "C" DEFAULT 'month' NOT NULL,
	"prices_micro" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"type" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"offering_uuid" text collate "C" NOT NULL,
	"plan_uuid" text collate "C",
	"resource_uuid" text collate "C" NOT NULL,
	"project_uuid" text collate "C" NOT NULL,
	"customer_uuid" text collate "C" NOT NULL,
	"provider_customer_uuid" text collate "C" NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"cost_micro" bigint DEFAULT 0 NOT NULL,
	"request_comment" text collate "C" DEFAULT '' NOT NULL,
	"callback_url" text collate "C" DEFAULT '' NOT NULL,
	"start_date" text collate "C",
	"created_by" text collate "C" NOT NULL,
	"consumer_reviewed_by" text collate "C",
	"consumer_reviewed_at" timestamp (3) with time zone,
	"consumer_comment" text collate "C" DEFAULT '' NOT NULL,
	"provider_reviewed_by" text collate "C",
	"provider_reviewed_at" timestamp (3) with time zone,
	"error_message" text collate "C" DEFAULT '' NOT NULL,
	"error_traceback" text collate "C" DEFAULT '' NOT NULL,
	"job_uuid" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "port_security_groups" (
	"port_uuid" text collate "C" NOT NULL,
	"security_group_uuid" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ports" (
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
	"network_uuid" text collate "C" NOT NULL,
	"subnet_uuid" text collate "C",
	"instance_uuid" text collate "C",
	"mac_address" text collate "C" DEFAULT '' NOT NULL,
	"fixed_ips" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"allowed_address_pairs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"admin_state_up" boolean DEFAULT true NOT NULL,
	"port_security_enabled" boolean DEFAULT true NOT NULL,
	"device_id" text collate "C" DEFAULT '' NOT NULL,
	"device_owner" text collate "C" DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"customer_uuid" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"slug" text collate "C" DEFAULT '' NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"start_date" text collate "C",
	"end_date" text collate "C",
	"is_removed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"customer_uuid" text collate "C" NOT NULL,
	"state" text collate "C" DEFAULT 'OK' NOT NULL,
	"error_message" text collate "C" DEFAULT '' NOT NULL,
	"shared" boolean DEFAULT true NOT NULL,
	"secrets" text collate "C" NOT NULL,
	"password_set_at" timestamp (3) with time zone,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"admin_project_id" text collate "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"last_sync_at" timestamp (3) with time zone,
	"unreachable_since" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "routers" (
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
	"external_network_id" text collate "C" DEFAULT '' NOT NULL,
	"enable_snat" boolean,
	"external_fixed_ips" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"routes" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "security_group_rules" (
	"id" integer PRIMARY KEY NOT NULL,
	"security_group_uuid" text collate "C" NOT NULL,
	"backend_id" text collate "C" DEFAULT '' NOT NULL,
	"ethertype" text collate "C" DEFAULT 'IPv4' NOT NULL,
	"direction" text collate "C" DEFAULT 'ingress' NOT NULL,
	"protocol" text collate "C" DEFAULT '' NOT NULL,
	"from_port" integer,
	"to_port" integer,
	"cidr" text collate "C" DEFAULT '' NOT NULL,
	"remote_group_uuid" text collate "C",
	"description" text collate "C" DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "security_groups" (
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
	"confirmed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "subnets" (
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
	"network_uuid" text collate "C" NOT NULL,
	"cidr" text collate "C" NOT NULL,
	"gateway_ip" text collate "C",
	"disable_gateway" boolean DEFAULT false NOT NULL,
	"ip_version" integer DEFAULT 4 NOT NULL,
	"enable_dhcp" boolean DEFAULT true NOT NULL,
	"allocation_pools" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"dns_nameservers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"host_routes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_connected" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenants" (
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
	"availability_zone" text collate "C" DEFAULT '' NOT NULL,
	"default_volume_type_name" text collate "C" DEFAULT '' NOT NULL,
	"internal_network_id" text collate "C" DEFAULT '' NOT NULL,
	"external_network_id" text collate "C" DEFAULT '' NOT NULL,
	"user_username" text collate "C" DEFAULT '' NOT NULL,
	"user_password" text collate "C" DEFAULT '' NOT NULL,
	"user_backend_id" text collate "C" DEFAULT '' NOT NULL,
	"skip_creation_of_default_router" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "volume_types" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"backend_id" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"description" text collate "C" DEFAULT '' NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "volumes" (
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
	"bootable" boolean DEFAULT false NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"image_uuid" text collate "C",
	"image_name" text collate "C" DEFAULT '' NOT NULL,
	"image_metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"type_uuid" text collate "C",
	"type_name" text collate "C" DEFAULT '' NOT NULL,
	"availability_zone_uuid" text collate "C",
	"availability_zone_name" text collate "C" DEFAULT '' NOT NULL,
	"instance_uuid" text collate "C",
	"device" text collate "C" DEFAULT '' NOT NULL,
	"source_snapshot_uuid" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drifts" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"settings_uuid" text collate "C" NOT NULL,
	"tenant_uuid" text collate "C",
	"kind" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"portal_value" text collate "C" DEFAULT '' NOT NULL,
	"cloud_value" text collate "C" DEFAULT '' NOT NULL,
	"state" text collate "C" DEFAULT 'new' NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"resolved_by" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"every_seconds" integer NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"lease_owner" text collate "C",
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"uuid" text collate "C" PRIMARY KEY NOT NULL,
	"schedule" text collate "C" NOT NULL,
	"settings_uuid" text collate "C",
	"tenant_uuid" text collate "C",
	"state" text collate "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"error_message" text collate "C" DEFAULT '' NOT NULL,
	"user_uuid" text collate "C"
);
--> statement-breakpoint
CREATE INDEX "console_sessions_relay" ON "console_sessions" USING btree ("relay_id","closed_at");
--> statement-breakpoint
CREATE INDEX "console_sessions_instance" ON "console_sessions" USING btree ("instance_uuid","opened_at");
--> statement-breakpoint
CREATE INDEX "console_sessions_open" ON "console_sessions" USING btree ("closed_at","seen_at");
--> statement-breakpoint
CREATE INDEX "console_tickets_created" ON "console_tickets" USING btree ("created_at");
--> statement-breakpoint
CREATE INDEX "events_number" ON "events" USING btree ("number");
--> statement-breakpoint
CREATE INDEX "events_project" ON "events" USING btree ("project_uuid","number");
--> statement-breakpoint
CREATE INDEX "events_customer" ON "events" USING btree ("customer_uuid","number");
--> statement-breakpoint
CREATE INDEX "events_tenant" ON "events" USING btree ("tenant_uuid","number");
--> statement-breakpoint
CREATE INDEX "events_resource" ON "events" USING btree ("resource_uuid","number");
--> statement-breakpoint
CREATE INDEX "events_type" ON "events" USING btree ("event_type","number");
--> statement-breakpoint
CREATE INDEX "grants_user" ON "grants" USING btree ("user_uuid","revoked_at");
--> statement-breakpoint
CREATE INDEX "grants_scope" ON "grants" USING btree ("scope_type","scope_uuid");
--> statement-breakpoint
CREATE UNIQUE INDEX "roles_name" ON "roles" USING btree ("name");
--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_uuid");
--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_keys_fingerprint" ON "ssh_keys" USING btree ("user_uuid","fingerprint_sha512");
--> statement-breakpoint
CREATE UNIQUE INDEX "tokens_hash" ON "tokens" USING btree ("hash");
--> statement-breakpoint
CREATE INDEX "tokens_user" ON "tokens" USING btree ("user_uuid");
--> statement-breakpoint
CREATE UNIQUE INDEX "users_username" ON "users" USING btree ("username");
--> statement-breakpoint
CREATE INDEX "users_subject" ON "users" USING btree ("registration_method","subject");
--> statement-breakpoint
CREATE INDEX "jobs_ready" ON "jobs" USING btree ("state","run_at");
--> statement-breakpoint
CREATE INDEX "jobs_resource" ON "jobs" USING btree ("resource_uuid","created_at");
--> statement-breakpoint
CREATE INDEX "jobs_tenant" ON "jobs" USING btree ("tenant_uuid","created_at");
--> statement-breakpoint
CREATE INDEX "jobs_project" ON "jobs" USING btree ("project_uuid","created_at");
--> statement-breakpoint
CREATE INDEX "jobs_created" ON "jobs" USING btree ("created_at");
--> statement-breakpoint
CREATE INDEX "changes_created" ON "changes" USING btree ("created_at");
--> statement-breakpoint
CREATE INDEX "quota_reservations_tenant" ON "quota_reservations" USING btree ("tenant_uuid","ended_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "availability_zones_name" ON "availability_zones" USING btree ("settings_uuid","service","name");
--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("name");
--> statement-breakpoint
CREATE UNIQUE INDEX "external_networks_backend" ON "external_networks" USING btree ("settings_uuid","backend_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "flavors_backend" ON "flavors" USING btree ("settings_uuid","backend_id");
--> statement-breakpoint
CREATE INDEX "floating_ips_tenant" ON "floating_ips" USING btree ("tenant_uuid","address");
--> statement-breakpoint
CREATE INDEX "floating_ips_port" ON "floating_ips" USING btree ("port_uuid");
--> statement-breakpoint
CREATE INDEX "floating_ips_backend" ON "floating_ips" USING btree ("backend_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "images_backend" ON "images" USING btree ("settings_uuid","backend_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "instance_security_groups_pair" ON "instance_security_groups" USING btree ("instance_uuid","security_group_uuid");
--> statement-breakpoint
CREATE INDEX "instance_security_groups_group" ON "instance_security_groups" USING btree ("security_group_uuid");
--> statement-breakpoint
CREATE INDEX "instances_name" ON "instances" USING btree ("name","created_at","uuid");
--> statement-breakpoint
CREATE INDEX "instances_tenant" ON "instances" USING btree ("tenant_uuid","name","created_at","uuid");
--> statement-breakpoint
CREATE INDEX "instances_project" ON "instances" USING btree ("project_uuid","name","created_at","uuid");
--> statement-breakpoint
CREATE INDEX "instances_customer" ON "instances" USING btree ("customer_uuid");
--> statement-breakpoint
CREATE INDEX "instances_backend" ON "instances" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "instances_settings" ON "instances" USING btree ("settings_uuid");
--> statement-breakpoint
CREATE INDEX "marketplace_resources_scope" ON "marketplace_resources" USING btree ("scope_uuid");
--> statement-breakpoint
CREATE INDEX "marketplace_resources_project" ON "marketplace_resources" USING btree ("project_uuid","state");
--> statement-breakpoint
CREATE INDEX "marketplace_resources_offering" ON "marketplace_resources" USING btree ("offering_uuid");
--> statement-breakpoint
CREATE INDEX "networks_tenant" ON "networks" USING btree ("tenant_uuid","name");
--> statement-breakpoint
CREATE INDEX "networks_backend" ON "networks" USING btree ("backend_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "offering_components_type" ON "offering_components" USING btree ("offering_uuid","type");
--> statement-breakpoint
CREATE INDEX "offerings_scope" ON "offerings" USING btree ("tenant_uuid");
--> statement-breakpoint
CREATE INDEX "offerings_settings" ON "offerings" USING btree ("settings_uuid");
--> statement-breakpoint
CREATE INDEX "offerings_name" ON "offerings" USING btree ("name");
--> statement-breakpoint
CREATE INDEX "plans_offering" ON "plans" USING btree ("offering_uuid");
--> statement-breakpoint
CREATE INDEX "orders_resource" ON "orders" USING btree ("resource_uuid");
--> statement-breakpoint
CREATE INDEX "orders_project" ON "orders" USING btree ("project_uuid","created_at");
--> statement-breakpoint
CREATE INDEX "orders_state" ON "orders" USING btree ("state");
--> statement-breakpoint
CREATE UNIQUE INDEX "port_security_groups_pair" ON "port_security_groups" USING btree ("port_uuid","security_group_uuid");
--> statement-breakpoint
CREATE INDEX "port_security_groups_group" ON "port_security_groups" USING btree ("security_group_uuid");
--> statement-breakpoint
CREATE INDEX "ports_tenant" ON "ports" USING btree ("tenant_uuid");
--> statement-breakpoint
CREATE INDEX "ports_instance" ON "ports" USING btree ("instance_uuid");
--> statement-breakpoint
CREATE INDEX "ports_network" ON "ports" USING btree ("network_uuid");
--> statement-breakpoint
CREATE INDEX "ports_backend" ON "ports" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "ports_device" ON "ports" USING btree ("device_id");
--> statement-breakpoint
CREATE INDEX "projects_customer" ON "projects" USING btree ("customer_uuid");
--> statement-breakpoint
CREATE INDEX "projects_name" ON "projects" USING btree ("name");
--> statement-breakpoint
CREATE INDEX "routers_tenant" ON "routers" USING btree ("tenant_uuid");
--> statement-breakpoint
CREATE INDEX "routers_backend" ON "routers" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "security_group_rules_group" ON "security_group_rules" USING btree ("security_group_uuid");
--> statement-breakpoint
CREATE INDEX "security_groups_tenant" ON "security_groups" USING btree ("tenant_uuid","name");
--> statement-breakpoint
CREATE INDEX "security_groups_backend" ON "security_groups" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "subnets_tenant" ON "subnets" USING btree ("tenant_uuid");
--> statement-breakpoint
CREATE INDEX "subnets_network" ON "subnets" USING btree ("network_uuid");
--> statement-breakpoint
CREATE INDEX "subnets_backend" ON "subnets" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "tenants_project" ON "tenants" USING btree ("project_uuid","name");
--> statement-breakpoint
CREATE INDEX "tenants_backend" ON "tenants" USING btree ("settings_uuid","backend_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "volume_types_backend" ON "volume_types" USING btree ("settings_uuid","backend_id");
--> statement-breakpoint
CREATE INDEX "volumes_name" ON "volumes" USING btree ("name","uuid");
--> statement-breakpoint
CREATE INDEX "volumes_tenant" ON "volumes" USING btree ("tenant_uuid","name","uuid");
--> statement-breakpoint
CREATE INDEX "volumes_project" ON "volumes" USING btree ("project_uuid","name","uuid");
--> statement-breakpoint
CREATE INDEX "volumes_instance" ON "volumes" USING btree ("instance_uuid");
--> statement-breakpoint
CREATE INDEX "volumes_backend" ON "volumes" USING btree ("backend_id");
--> statement-breakpoint
CREATE INDEX "volumes_settings" ON "volumes" USING btree ("settings_uuid");
--> statement-breakpoint
CREATE UNIQUE INDEX "drifts_subject" ON "drifts" USING btree ("settings_uuid","kind","subject");
--> statement-breakpoint
CREATE INDEX "sync_runs_started" ON "sync_runs" USING btree ("started_at");
--> statement-breakpoint
CREATE INDEX "sync_runs_tenant" ON "sync_runs" USING btree ("tenant_uuid","started_at");
