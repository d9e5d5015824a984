#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The manual page has every verb of the program with all of its options, and no others.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

page=$source_dir/docs/carrierlab.1

in_program()
{
	local verb

	for verb in $("$program" --help | awk '/^  [a-z]/ { print $1 }'); do
		echo "$verb"
		"$program" "$verb" --help | grep -oE '^ +(-[a-z], )?--[a-z-]+' | sed -E "s/^ +(-[a-z], )?/$verb /"
	done
}

in_page()
{
	sed 's/\\-/-/g' "$page" | awk '
		/^\.SH/ { verb = "" }
		/^\.SS/ { verb = $2; print verb }
		verb && /^\.BI? -/ && match($0, /--[a-z-]+/) { print verb, substr($0, RSTART, RLENGTH) }'
}

same 'verbs and options in the manual page' "$(in_program | LC_ALL=C sort)" "$(in_page | LC_ALL=C sort)"
if command -v groff >/dev/null; then
	same 'what groff has to say about the manual page' '' "$(groff -man -Tascii -ww -z "$page" 2>&1)"
fi
finish
