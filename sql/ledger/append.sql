select made.seq, made.login, made.prev, made.hash from opskit_ledger.append(%(given)s, %(origin)s) as made
