create table overlay (
    linked_account_id uuid not null,
    secret_hash varchar(64) not null,
    made_at timestamp with time zone not null,
    constraint pk_overlay primary key (linked_account_id),
    constraint uq_overlay_secret_hash unique (secret_hash),
    constraint fk_overlay_linked_account foreign key (linked_account_id) references linked_account (id) on delete cascade
);
create index ix_item_arrival on item (linked_account_id, id);
