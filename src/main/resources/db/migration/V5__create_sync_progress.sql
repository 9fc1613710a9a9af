create table sync_progress (
    linked_account_id uuid not null,
    kind varchar(20) not null,
    state varchar(20) not null,
    fetched integer not null,
    skipped integer not null,
    total integer,
    next_page text,
    failure varchar(30),
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    succeeded_at timestamp with time zone,
    constraint pk_sync_progress primary key (linked_account_id, kind),
    constraint fk_sync_progress_account foreign key (linked_account_id) references linked_account (id) on delete cascade
);
