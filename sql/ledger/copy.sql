copy opskit_ledger.event (seq, entry, login, prev, hash) from stdin
