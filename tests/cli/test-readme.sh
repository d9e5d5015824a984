#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The transcripts in the README, in the tutorials and of the queries of docs/DATABASE.md are what the program prints: their commands, indented lines that
# begin with "$ ", are run in their order, each page in a folder of its own. Numbers that any change of a timer moves (events,
# digest) are not compared. With CL_GOLDEN_UPDATE set the pages are brought up to date instead. A page's own scenarios are
# blocks of XML whose first line is the name of the file in a remark: they are there before the commands are run, and so are
# queries, each of which has to find something.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

write_files()
{
	awk '/^```(xml|sql)$/ { inside = 1; name = ""; next }
		/^```$/ { inside = 0 }
		inside && name == "" { name = $1 == "<!--" || $1 == "--" ? $2 : "/dev/null" }
		inside { print >name }' "$1"
}

# run_commands PAGE: command N's output goes to N.out.
run_commands()
{
	local n=0 command

	cp -R "$source_dir/scenarios" . && chmod -R u+w scenarios && ln -s "$program" carrierlab
	while IFS= read -r command; do
		n=$((n + 1))
		bash -c "$command" >$n.out 2>&1 </dev/null
		case $command in
		sqlite3*) grep -q . $n.out || fail "${1#"$source_dir"/}: nothing found: $command" ;;
		esac
	done < <(sed -n 's/^    \$ //p' "$1")
}

# page_with_outputs PAGE: the page with what the commands have printed in place of what stood there, up to the next line that is
# not indented.
page_with_outputs()
{
	awk '/^    \$ / {
			print
			file = ++n ".out"
			while ((getline line <file) > 0)
				print line == "" ? "" : "    " line
			close(file)
			skip = 1
			next
		}
		skip && /^[^ ]/ {
			print ""
			skip = 0
		}
		!skip' "$1"
}

blind()
{
	sed -e 's/after [0-9]* events, digest [0-9a-f]*/after N events, digest D/' -e '/^$/d' "$1"
}

# check_page PAGE COMMANDS: how many it has at least.
check_page()
{
	mkdir "$work/${1##*/}" && cd "$work/${1##*/}" || exit 99
	write_files "$1"
	run_commands "$1"
	page_with_outputs "$1" >new.md
	if [ -n "${CL_GOLDEN_UPDATE:-}" ]; then
		cp new.md "$1"
	fi
	diff <(blind "$1") <(blind new.md) || fail "${1#"$source_dir"/} shows something else than the program prints"
	[ "$(grep -c '^    \$ ' "$1")" -ge "$2" ] || fail "${1#"$source_dir"/} has less than $2 commands"
}

check_page "$source_dir/README.md" 3
for page in "$source_dir"/docs/tutorials/*.md; do
	check_page "$page" 10
done
check_page "$source_dir/docs/DATABASE.md" 13
finish
