-- How often a person was signed out everywhere: who began to sign in before it does not end up signed in.
alter table app_user add column sign_outs integer default 0 not null;
