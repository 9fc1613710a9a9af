-- Rows are never changed but to forget a person, and stay for thirty days at least.
create function guard_audit_entry() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.happened_at < current_timestamp - interval '30 days' then
            return old;
        end if;
    elsif tg_op = 'UPDATE' then
        if (new.actor_id is null or new.actor_id = old.actor_id)
           and (new.person_id is null or new.person_id = old.person_id)
           and row (new.id, new.happened_at, new.act, new.linked_account_id, new.provider, new.detail, new.address, new.agent)
               is not distinct from
               row (old.id, old.happened_at, old.act, old.linked_account_id, old.provider, old.detail, old.address, old.agent) then
            return new;
        end if;
    end if;
    raise exception 'The audit is append-only';
end
$$;
create trigger tr_audit_entry before update or delete on audit_entry
    for each row execute function guard_audit_entry();
create trigger tr_audit_entry_truncate before truncate on audit_entry
    for each statement execute function guard_audit_entry();
