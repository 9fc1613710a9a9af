-- The language of a person's pages and mails; null for that of the browser at hand.
alter table app_user add column language varchar(16);
