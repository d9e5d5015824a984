#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# docs/DATABASE.md and the database agree: every view that is documented is there with exactly its columns,
# in their order, and no view is there that is not documented.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o run.db

# Lines "| `view` | column, column |" become "view|column, column".
sed -n 's/^| `\([a-z0-9_]*\)` | \(run_id, .*\) |$/\1|\2/p' "$source_dir/docs/DATABASE.md" | sort >documented.txt
sql run.db "SELECT m.name || '|' || (SELECT group_concat(name, ', ') FROM pragma_table_info(m.name))
	FROM sqlite_master AS m WHERE type = 'view'" | sort >recorded.txt
diff documented.txt recorded.txt >differences.txt ||
	fail "docs/DATABASE.md (<) and the database (>) differ: $(cat differences.txt)"
[ "$(wc -l <recorded.txt)" -ge 30 ] || fail "only $(wc -l <recorded.txt) views were found"

# Older databases lack what a reader of the new ones asks for, and the version is how they are told apart.
known=$source_dir/tests/cli/views.txt
sql run.db "SELECT 'version ' || schema_version FROM run" >views.txt
grep -vf <(sql run.db "SELECT DISTINCT '^' || view || '|' FROM final_table") recorded.txt >>views.txt
if [ -n "${CL_GOLDEN_UPDATE:-}" ] && [ "$(head -n 1 views.txt)" != "$(head -n 1 "$known")" ]; then
	cp views.txt "$known"
fi
diff "$known" views.txt >differences.txt ||
	fail "the views have changed: raise RECORD_SCHEMA_VERSION, then make update-golden: $(cat differences.txt)"

# A view for each table that show has, and the other way round.
status 0 "$program" show run.db PE-1 --format json
same 'show lists the final tables' "$(sql run.db "SELECT name FROM final_table WHERE node = 'PE-1'")" \
	"$(sql :memory: "SELECT json_extract(value, '\$.table') FROM json_each(readfile('stdout.txt'), '\$.tables')")"
for view in $(sql run.db "SELECT DISTINCT view FROM final_table"); do
	same "rows of $view" "$(sql run.db "SELECT sum(rows) FROM final_table WHERE view = '$view'")" \
		"$(sql run.db "SELECT count(*) FROM $view")"
	grep -q "^$view|" documented.txt || fail "$view is not documented"
done
finish
