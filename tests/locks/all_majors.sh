#!/bin/sh
# Law 6 on every supported major: what opskit foresees against what the servers do. Words are given on to pytest:
#
#     tests/locks/all_majors.sh -n 2 -k attach
set -eu

cd "$(dirname "$0")/../.."
failed=
for major in 14 15 16 17 18; do
    echo "PostgreSQL $major"
    python -m pytest -q tests/laws/test_locks.py --pg-bin "$(tests/setup-postgres.sh "$major")" "$@" ||
        failed="$failed $major"
done
[ -z "$failed" ] || {
    echo "law 6 is broken on:$failed" >&2
    exit 1
}
