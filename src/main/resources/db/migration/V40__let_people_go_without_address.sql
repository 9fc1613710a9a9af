-- Who signs in at a provider need not have an address.
alter table app_user alter column email drop not null;
create index ix_linked_account_subject on linked_account (subject, provider);
