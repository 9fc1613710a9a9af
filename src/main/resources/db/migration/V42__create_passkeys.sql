-- The attestation object holds the public key; the private one never leaves its device.
create table passkey (
    id uuid not null,
    user_id uuid not null,
    credential_id bytea not null,
    attestation_object bytea not null,
    transports varchar(200) not null,
    signature_count bigint not null,
    label varchar(100) not null,
    created_at timestamp with time zone not null,
    last_used_at timestamp with time zone,
    constraint pk_passkey primary key (id),
    constraint uq_passkey_credential unique (credential_id),
    constraint fk_passkey_user foreign key (user_id) references app_user (id) on delete cascade
);
create index ix_passkey_user on passkey (user_id, created_at, id);
