create index ix_linked_account_state_linked_at on linked_account (state, linked_at, id);
create index ix_linked_account_provider_linked_at on linked_account (provider, linked_at, id);
create index ix_linked_account_state_changed_at on linked_account (state_changed_at, id);
