-- Who signs in in other ways has no password.
alter table app_user alter column password_hash drop not null;
-- Who was here before mail was is taken at their word.
alter table app_user add column email_verified_at timestamp with time zone;
update app_user set email_verified_at = created_at;
alter table app_user add column link_notices boolean default true not null;
