#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the pages link to is there: files, and headings by their anchors. docs/SCENARIO-FORMAT.md lists all its chapters, in
# their order.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# anchors PAGE: those of its headings, as GitHub makes them.
anchors()
{
	awk '/^```/ { code = !code }
		!code && /^#+ / {
			sub(/^#+ /, "")
			$0 = tolower($0)
			gsub(/[^a-z0-9 _-]/, "")
			gsub(/ /, "-")
			print $0 (n[$0]++ ? "-" n[$0] - 1 : "")
		}' "$1"
}

# links PAGE: what is linked to in text, not in code, without addresses of elsewhere.
links()
{
	awk '/^```/ { code = !code } !code && !/^    /' "$1" | grep -o '\](\([^)]*\))' | sed 's/^](//; s/)$//' | grep -v '^[a-z]*:' | sort -u
}

check_links()
{
	local page=$1 link file anchor

	while IFS= read -r link; do
		file=${link%%#*}
		anchor=${link#"$file"}
		[ -n "$file" ] && file=$(dirname "$page")/$file || file=$page
		[ -e "$file" ] || fail "${page#"$source_dir"/}: no file $link"
		[ -z "$anchor" ] || anchors "$file" | grep -qxF -- "${anchor#\#}" || fail "${page#"$source_dir"/}: no heading $link"
		n=$((n + 1))
	done < <(links "$page")
}

n=0
for page in "$source_dir"/README.md "$source_dir"/docs/*.md "$source_dir"/docs/tutorials/*.md; do
	check_links "$page"
done
[ "$n" -ge 40 ] || fail "only $n links were found"

format=$source_dir/docs/SCENARIO-FORMAT.md
same 'the contents and the chapters' "$(sed -n 's/^## //p' "$format" | grep -vx Contents)" \
	"$(sed -n '/^## Contents$/,/^## [^C]/ s/^- \[\(.*\)\](#.*/\1/p' "$format")"
finish
