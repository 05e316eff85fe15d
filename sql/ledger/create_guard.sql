create trigger append_only before update or delete or truncate on opskit_ledger.event
for each statement execute function opskit_ledger.refuse()
