create table link_request (
    id uuid not null,
    owner_id uuid not null,
    provider varchar(50) not null,
    reconnect_id uuid,
    label varchar(100),
    asked_by varchar(100) not null,
    secret_hash varchar(64) not null,
    expires_at timestamp with time zone not null,
    constraint pk_link_request primary key (id),
    constraint uq_link_request_secret_hash unique (secret_hash),
    constraint fk_link_request_owner foreign key (owner_id) references app_user (id) on delete cascade,
    constraint fk_link_request_reconnect foreign key (reconnect_id) references linked_account (id) on delete cascade
);
create index ix_link_request_owner on link_request (owner_id);
create index ix_link_request_reconnect on link_request (reconnect_id);
create index ix_link_request_expires_at on link_request (expires_at);
