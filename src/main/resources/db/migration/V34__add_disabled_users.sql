alter table app_user add column disabled_at timestamp with time zone;
create index ix_app_user_created_at on app_user (created_at, id);
