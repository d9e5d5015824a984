#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Completion of the command line in bash: what is offered for a line whose last word is being written.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
. "$source_dir/cli/completion/carrierlab"

# offers EXPECTED WORD...: the words after the program's name.
offers()
{
	COMP_WORDS=("$program" "${@:2}")
	COMP_CWORD=$(($# - 1))
	COMPREPLY=()
	_carrierlab
	same "carrierlab ${*:2}" "$1" "$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\n' ' ' | sed 's/ *$//')"
}

status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o one.db
touch two.db one.xml one.svg other.txt
mkdir folder

offers 'check' ch
offers '--help --version' --
for verb in $("$program" --help | awk '/^  [a-z]/ { print $1 }'); do
	offers "$verb" "$verb"
	[ "$verb" = expand ] || offers '--format=' "$verb" --fo # what it prints is a scenario
	offers '--help' "$verb" --he
done
offers '--pcap= --ping= --probe=' run --p
offers '--output=' run --ou
offers 'all routes summary' run --record = ''
offers 'summary' run --record = s
offers 'json' check --format = j
offers 'folder/ one.xml' run ''
offers 'folder/' run -o one.db f
offers 'two.db' run -o tw
offers 'folder/ one.db two.db' run -o ''
offers 'one.db' show on
offers 'P PE-1 PE-2' show one.db P
offers 'CE-2 CE-3' trace one.db C
offers 'CE-2 CE-3' why --format = json one.db C
offers 'fib' show one.db PE-1 fi
offers '' why one.db PE-1 1
offers 'folder/ one.db two.db' plot ''
offers 'compare convergence' plot one.db c
offers 'messages' plot one.db two.db m
offers 'one.svg' plot one.db outages -o one
offers '' show no-such.db P
finish
