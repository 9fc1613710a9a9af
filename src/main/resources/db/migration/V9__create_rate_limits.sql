create table rate_limit (
    name varchar(200) not null,
    free_at bigint not null,
    constraint pk_rate_limit primary key (name)
);
create index ix_rate_limit_free_at on rate_limit (free_at);
