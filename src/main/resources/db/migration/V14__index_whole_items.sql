create index ix_item_newest_whole on item (linked_account_id, parent, sort_at desc, id desc, kind);
drop index ix_item_newest;
