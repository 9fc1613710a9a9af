-- Whoever deletes their account still has their grants taken back.
alter table revocation drop constraint fk_revocation_account;
alter table revocation alter column linked_account_id drop not null;
alter table revocation add constraint fk_revocation_account
    foreign key (linked_account_id) references linked_account (id) on delete set null;
