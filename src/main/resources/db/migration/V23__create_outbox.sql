create table outbox_letter (
    id uuid not null,
    kind varchar(30) not null,
    address varchar(254) not null,
    subject_id uuid,
    attempts integer not null,
    created_at timestamp with time zone not null,
    constraint pk_outbox_letter primary key (id)
);
