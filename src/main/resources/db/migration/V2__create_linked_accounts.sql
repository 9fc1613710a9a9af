create table linked_account (
    id uuid not null,
    owner_id uuid not null,
    provider varchar(50) not null,
    subject varchar(200),
    claim varchar(260),
    label varchar(100),
    name varchar(300),
    picture varchar(2000),
    hint varchar(200),
    email varchar(254),
    scopes varchar(2000) not null,
    state varchar(20) not null,
    reason varchar(30),
    attempts integer not null,
    next_attempt_at timestamp with time zone,
    linked_at timestamp with time zone not null,
    state_changed_at timestamp with time zone not null,
    data_kept boolean not null,
    version bigint not null,
    constraint pk_linked_account primary key (id),
    constraint fk_linked_account_owner foreign key (owner_id) references app_user (id),
    constraint uq_linked_account_claim unique (claim)
);
create index ix_linked_account_owner on linked_account (owner_id, provider);
create index ix_linked_account_provider on linked_account (provider, state);
create index ix_linked_account_linked_at on linked_account (linked_at, id);

create table linked_organization (
    linked_account_id uuid not null,
    organization_id varchar(200) not null,
    name varchar(100) not null,
    constraint pk_linked_organization primary key (linked_account_id, organization_id),
    constraint fk_linked_organization_account foreign key (linked_account_id) references linked_account (id) on delete cascade
);

create table stored_tokens (
    linked_account_id uuid not null,
    access_token bytea not null,
    expires_at timestamp with time zone,
    lifetime_seconds bigint,
    lifetime_source varchar(20) not null,
    refresh_token bytea,
    refresh_expires_at timestamp with time zone,
    key_id integer not null,
    obtained_at timestamp with time zone not null,
    version bigint not null,
    lease_owner varchar(100),
    lease_until timestamp with time zone,
    refresh_begun_at timestamp with time zone,
    constraint pk_stored_tokens primary key (linked_account_id),
    constraint fk_stored_tokens_account foreign key (linked_account_id) references linked_account (id) on delete cascade
);
create index ix_stored_tokens_key on stored_tokens (key_id);

create table revocation (
    id uuid not null,
    linked_account_id uuid not null,
    provider varchar(50) not null,
    refresh_token bytea,
    access_token bytea,
    key_id integer not null,
    state varchar(20) not null,
    attempts integer not null,
    requested_at timestamp with time zone not null,
    done_at timestamp with time zone,
    constraint pk_revocation primary key (id),
    constraint fk_revocation_account foreign key (linked_account_id) references linked_account (id) on delete cascade
);
create index ix_revocation_account on revocation (linked_account_id, requested_at);
create index ix_revocation_key on revocation (key_id);
