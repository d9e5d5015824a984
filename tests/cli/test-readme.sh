#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The transcript in the README is what the program prints: its commands are run in their order. Numbers
# that any change of a timer moves (events, digest) are not compared. With CL_GOLDEN_UPDATE set the
# README is brought up to date instead.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

readme=$source_dir/README.md
mkdir scenarios && cp -R "$source_dir/scenarios/l3vpn" scenarios/

while IFS= read -r command; do
	printf '$ ./carrierlab %s\n' "$command"
	# shellcheck disable=SC2086
	"$program" $command
done < <(sed -n 's/^    \$ \.\/carrierlab //p' "$readme") >ran.txt 2>&1

# From the first command to the next line that is not indented.
if [ -n "${CL_GOLDEN_UPDATE:-}" ]; then
	awk '/^    \$ \.\/carrierlab/ && !done {
			while ((getline line <"ran.txt") > 0)
				print line == "" ? "" : "    " line
			print ""
			done = skip = 1
		}
		skip && /^[^ ]/ { skip = 0 }
		!skip' "$readme" >README.new && cp README.new "$readme"
fi
awk '/^    \$ \.\/carrierlab/ { on = 1 } on && /^[^ ]/ { exit } on' "$readme" | sed 's/^    //' >shown.txt

blind()
{
	sed -e 's/after [0-9]* events, digest [0-9a-f]*/after N events, digest D/' -e '/^$/d' "$1"
}
diff <(blind shown.txt) <(blind ran.txt) || fail 'the README shows something else than the program prints'
same 'commands in the transcript' 3 "$(grep -c '^\$' shown.txt)"
finish
