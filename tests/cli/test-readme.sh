#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The transcript in the README is what the program prints. Numbers that any change of a timer moves
# (events, digest) are not compared.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

mkdir -p scenarios && cp -R "$source_dir/scenarios/l3vpn" scenarios/
while IFS= read -r command; do
	printf '$ ./carrierlab %s\n' "$command"
	# shellcheck disable=SC2086
	"$program" $command
done < <(sed -n 's/^    \$ \.\/carrierlab //p' "$source_dir/README.md") >ran.txt 2>&1

# The transcript: indented text from the first command to the last line that it printed.
awk '/^    \$ \.\/carrierlab/ { on = 1 } on && /^[^ ]/ { exit } on' "$source_dir/README.md" |
	sed 's/^    //' >transcript.txt
blind()
{
	sed -e 's/after [0-9]* events, digest [0-9a-f]*/after N events, digest D/' -e '/^$/d' "$1"
}
diff <(blind transcript.txt) <(blind ran.txt) || fail 'the README shows something else than the program prints'
same 'commands in the transcript' 2 "$(grep -c '^\$' transcript.txt)"
finish
