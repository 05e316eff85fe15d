revoke all on function opskit_ledger.append(text, text), opskit_ledger.refuse() from public
