-- The embedded database has no trigger without a class of its own: only the application keeps to it here.
comment on table audit_entry is 'Append-only';
