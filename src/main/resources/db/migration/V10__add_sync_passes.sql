alter table sync_progress add column full_pass boolean default true not null;
alter table sync_progress add column gaps boolean default false not null;
alter table sync_progress add column since_at timestamp with time zone;
alter table sync_progress add column full_at timestamp with time zone;
alter table sync_progress add column failures integer default 0 not null;
