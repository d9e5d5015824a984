#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the program says of itself and of wrong use: one clear line, and the right exit status.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

intra=$(scenario scenarios/l3vpn/intra-as.xml)

status 0 "$program" --help
for verb in run check show trace why plot; do
	grep -q "^  $verb " stdout.txt || fail "--help does not list $verb"
done
for verb in run check show trace why plot; do
	status 0 "$program" $verb --help
	grep -q -- --format stdout.txt || fail "$verb --help does not list its options"
done
status 0 "$program" --version

# says STATUS TEXT COMMAND...: nothing on stdout, the text on stderr.
says()
{
	local text=$2

	status "$1" "${@:3}"
	grep -qF -- "$text" stderr.txt || fail "stderr of '${*:3}' does not say: $text ($(cat stderr.txt))"
	[ ! -s stdout.txt ] || fail "stdout of '${*:3}' is not empty"
}
says 2 'say what to do' "$program"
says 2 '"fly" is no verb' "$program" fly
says 2 'carrierlab run: SCENARIO.xml is missing' "$program" run
says 2 'carrierlab why: PREFIX is missing' "$program" why run.db PE-1
says 2 'carrierlab plot: KIND is missing' "$program" plot run.db
says 2 'too many arguments' "$program" run "$intra" "$intra"
says 2 'Unknown option --bogus' "$program" run --bogus "$intra"
says 2 'no-such.xml' "$program" run no-such.xml
says 2 "--until: '5parsecs' is not a duration" "$program" run "$intra" --until 5parsecs
says 2 "--seed: '-1' is less than 0" "$program" run "$intra" --seed -1
says 2 "--probe: '0s' is less than 1us" "$program" run "$intra" --probe 0s
says 2 "--probe: 'often' is not a duration" "$program" run "$intra" --probe often
says 2 '-o needs the name of a file' "$program" run "$intra" -o ''
says 2 '--record is summary, routes or all' "$program" run "$intra" --record everything
says 2 '--format is text or json' "$program" run "$intra" --format yaml

echo '<scenario' >broken.xml
says 2 'broken.xml:' "$program" run broken.xml
echo hello >not-ours.db
says 2 'is no database of carrierlab' "$program" run "$intra" -o not-ours.db
same 'a foreign file is left alone' hello "$(cat not-ours.db)"
says 2 'no/such/folder' "$program" run "$intra" -o no/such/folder/run.db
says 2 'is no recorded run' "$program" trace not-ours.db CE-3 152.12.4.1
says 2 'missing.db' "$program" trace missing.db CE-3 152.12.4.1

status 1 "$program" run "$intra" --until 1s
[ -f intra-as.db ] || fail 'the default database is not intra-as.db'
status 1 "$program" run "$intra" --until 1s -o intra-as.db
says 2 'there is no node "CE-9"' "$program" trace intra-as.db CE-9 152.12.4.1
says 2 'the record ends at 1 s' "$program" trace intra-as.db CE-3 152.12.4.1 --at 2s
says 2 "--at: 'soon' is not a duration" "$program" trace intra-as.db CE-3 152.12.4.1 --at soon
status 1 "$program" run "$intra" --until 1s --format json
same 'run --format json is JSON' 1 "$(sql :memory: "SELECT json_valid(readfile('stdout.txt'))")"

# A reader who cannot be told is an error.
if [ -w /dev/full ]; then
	"$program" run "$intra" --until 1s >/dev/full 2>stderr.txt
	same 'status of a run whose summary cannot be written' 3 $?
	grep -qF 'cannot write the output' stderr.txt || fail "stderr says $(cat stderr.txt)"
fi
finish
