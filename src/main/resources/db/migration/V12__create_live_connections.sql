create table live_connection (
    linked_account_id uuid not null,
    switched_on boolean not null,
    owner varchar(100),
    free_at timestamp with time zone,
    state varchar(20) not null,
    changed_at timestamp with time zone not null,
    heard_at timestamp with time zone,
    constraint pk_live_connection primary key (linked_account_id),
    constraint fk_live_connection_account foreign key (linked_account_id) references linked_account (id) on delete cascade
);
create index ix_live_connection_owner on live_connection (owner);
create index ix_live_connection_free_at on live_connection (free_at);
