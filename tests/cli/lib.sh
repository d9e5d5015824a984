# SPDX-License-Identifier: Apache-2.0
# Shared by the tests of the program: sourced, not run. Works in a folder of its own.
set -u

program=${CARRIERLAB:?set it to the program}
source_dir=${CL_SRCDIR:?set it to the top of the source}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
failures=0

fail()
{
	printf 'FAILED: %s\n' "$*"
	failures=$((failures + 1))
}

# same WHAT EXPECTED FOUND
same()
{
	if [ "$2" != "$3" ]; then
		fail "$1"
		printf '  expected: %s\n  found:    %s\n' "$2" "$3"
	fi
}

# status EXPECTED COMMAND...: output goes to stdout.txt and stderr.txt.
status()
{
	local expected=$1 found=0

	shift
	"$@" >stdout.txt 2>stderr.txt || found=$?
	if [ "$found" -ne "$expected" ]; then
		fail "exit status $found instead of $expected: $*"
		sed 's/^/  stdout: /' stdout.txt
		sed 's/^/  stderr: /' stderr.txt
	fi
}

# sql DATABASE QUERY: a file that is not there is not made.
sql()
{
	[ "$1" = :memory: ] || [ -f "$1" ] || return
	sqlite3 -batch -noheader "$1" "$2"
}

# scenario NAME: the path of a scenario of the library or of the tests.
scenario()
{
	printf '%s/%s\n' "$source_dir" "$1"
}

finish()
{
	[ "$failures" -eq 0 ] || exit 1
	exit 0
}
