create index ix_app_user_email_or_none on app_user ((coalesce(email, '')));
