#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Usage: check-layers.sh [TREE]. Fails where an #include in TREE breaks the order of TREE/docs/layers.
set -u

tree=${1:-${CL_SRCDIR:-$(dirname "$0")/..}}
cd "$tree" || exit 1
[ -r docs/layers ] || { echo "docs/layers: cannot be read" >&2; exit 1; }

folders=()
for folder in sim models scenarios analysis cli tests; do
	[ -d "$folder" ] && folders+=("$folder")
done

find "${folders[@]}" -name '*.[ch]' -print0 | sort -z | xargs -0 --no-run-if-empty awk '
# The folder of docs/layers that holds path, "" where there is none; a test counts as its folder,
# what all tests share as "tests".
function layer_of(path,    shared)
{
	shared = path ~ /^tests\/(support\/)?[^\/]*$/ && "tests" in rank
	sub(/^tests\//, "", path)
	while (sub(/\/[^\/]*$/, "", path))
		if (path in rank)
			return path
	return shared ? "tests" : ""
}

function base_of(path)
{
	sub(/.*\//, "", path)
	return path
}

function complain(what)
{
	printf "%s:%d: %s\n", FILENAME, FNR, what
	bad = 1
}

function check_own(header,    other)
{
	if (header == "config.h" || header ~ /\.inc$/)
		return
	if (header ~ /^\.\.?\// || header !~ /\//) {
		complain("\"" header "\" is not a path from the root of the tree: write \"folder/" \
			base_of(header) "\"")
		return
	}
	other = layer_of(header)
	if (header ~ /^tests\// && FILENAME !~ /^tests\//)
		complain("\"" header "\" belongs to the tests: move what is shared out of tests/")
	else if (other == "")
		complain("\"" header "\" is in no folder of docs/layers: correct the path, or add the folder there")
	else if (rank[other] > rank[layer])
		complain("\"" header "\" is above " layer ": includes point down only. Let " other \
			" call in (a callback, a registered row, a trace record), or move what is shared below both")
	else if (rank[other] == rank[layer] && other != layer)
		complain("\"" header "\" is a sibling of " layer ": siblings meet in a layer below both (docs/layers)")
}

function check_system(header,    prefix)
{
	for (prefix in owners)
		if (index(header, prefix) == 1 && index(owners[prefix], " " layer " ") == 0 &&
		    !(index(owners[prefix], " tests ") && FILENAME ~ /^tests\//))
			complain(header " is for" owners[prefix] "alone: go through its interface, which knows no such library")
}

BEGIN {
	while ((getline line <"docs/layers") > 0) {
		n = split(line, word, /[ \t]+/)
		if (line ~ /^#/ || line ~ /^[ \t]*$/)
			continue
		if (line ~ /^</) {
			owners[word[1]] = " "
			for (i = 2; i <= n; i++)
				owners[word[1]] = owners[word[1]] word[i] " "
			continue
		}
		ranks++
		for (i = 1; i <= n; i++)
			rank[word[i]] = ranks
	}
}

FNR == 1 {
	layer = layer_of(FILENAME)
	if (layer == "")
		complain("is in no folder of docs/layers: add its folder there, or move it")
}

layer != "" && match($0, /^[ \t]*#[ \t]*include[ \t]*"[^"]*"/) {
	split($0, part, "\"")
	check_own(part[2])
}

layer != "" && match($0, /^[ \t]*#[ \t]*include[ \t]*<[^>]*>/) {
	sub(/^[^<]*/, "")
	sub(/>.*/, ">")
	check_system($0)
}

END { exit bad }
'
