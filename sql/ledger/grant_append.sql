grant execute on function opskit_ledger.append(text, text) to opskit_ledger_writer
