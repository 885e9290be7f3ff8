ALTER TABLE `ports` ADD `made_with_instance` integer DEFAULT false NOT NULL;
