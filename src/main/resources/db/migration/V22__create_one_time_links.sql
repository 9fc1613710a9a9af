create table one_time_link (
    id uuid not null,
    purpose varchar(20) not null,
    user_id uuid not null,
    email varchar(254),
    role varchar(20),
    token_hash varchar(64) not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    constraint pk_one_time_link primary key (id),
    constraint uq_one_time_link_token unique (token_hash),
    constraint fk_one_time_link_user foreign key (user_id) references app_user (id) on delete cascade
);
create index ix_one_time_link_user on one_time_link (user_id, purpose);
create index ix_one_time_link_purpose on one_time_link (purpose, created_at);
create index ix_one_time_link_expiry on one_time_link (expires_at);
