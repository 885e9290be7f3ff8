ALTER TABLE "ports" ADD COLUMN "made_with_instance" boolean DEFAULT false NOT NULL;
