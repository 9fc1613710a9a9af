-- Two sealed tokens of a Keycloak server stay in the row, and its new versions stay in the page. A row that was written
-- before follows at its next renewal.
alter table stored_tokens set (toast_tuple_target = 8160, fillfactor = 50);
