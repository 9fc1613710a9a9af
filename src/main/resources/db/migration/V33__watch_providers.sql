create table provider_pause (
    provider varchar(50) not null,
    paused_at timestamp with time zone not null,
    constraint pk_provider_pause primary key (provider)
);

create table provider_call (
    provider varchar(50) not null,
    purpose varchar(30) not null,
    begins_at timestamp with time zone not null,
    answered bigint not null,
    refused bigint not null,
    failed bigint not null,
    total_millis bigint not null,
    slowest_millis bigint not null,
    constraint pk_provider_call primary key (begins_at, provider, purpose)
);
