alter table item add column parent varchar(200);
create index ix_item_newest_of_parent on item (linked_account_id, kind, parent, sort_at desc, id desc);
