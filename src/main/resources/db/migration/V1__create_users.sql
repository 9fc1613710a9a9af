create table app_user (
  id uuid not null,
  email varchar(254) not null,
  display_name varchar(100) not null,
  password_hash varchar(200) not null,
  role varchar(20) not null,
  created_at timestamp with time zone not null,
  constraint pk_app_user primary key (id),
  constraint uq_app_user_email unique (email),
  constraint ck_app_user_email check (email = lower(email)),
  constraint ck_app_user_role check (role in ('MEMBER', 'ADMINISTRATOR'))
);

create index ix_app_user_role on app_user (role);
