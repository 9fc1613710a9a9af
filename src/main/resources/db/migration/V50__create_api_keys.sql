create table api_key (
    id varchar(16) not null,
    owner_id uuid not null,
    name varchar(100) not null,
    secret_hash varchar(64) not null,
    scopes varchar(200) not null,
    made_at timestamp with time zone not null,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    constraint pk_api_key primary key (id),
    constraint fk_api_key_owner foreign key (owner_id) references app_user (id) on delete cascade
);
create index ix_api_key_owner on api_key (owner_id, made_at, id);
