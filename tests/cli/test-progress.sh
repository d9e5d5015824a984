#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The progress line: on a terminal, of long runs alone, and gone at the end.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

command -v script >/dev/null || exit 77 # nothing here can be a terminal

intra=$(scenario scenarios/l3vpn/intra-as.xml)

# terminal ARGUMENTS: what the program writes to stderr that is a terminal, with CR as end of line.
terminal()
{
	script -qec "'$program' run '$intra' $* >stdout.txt" /dev/null </dev/null | tr '\r' '\n'
}

"$program" run "$intra" -o quiet.db --record summary --until 1000h >/dev/null 2>stderr.txt &
terminal -o long.db --record summary --until 1000h >long.txt
wait $!
grep -Eq '^[0-9]+\.[0-9] s simulated \([0-9]+ %\), .* events/s *$' long.txt ||
	fail "no line on a terminal: $(cat long.txt)"
grep -q 'recording the final state' long.txt || fail 'the end of the run is not told'
same 'the last line is wiped' '' "$(tail -n 1 long.txt | tr -d ' ')"
grep -q 'simulated' stdout.txt && fail 'there is progress on stdout'
same 'nothing where stderr is no terminal' '' "$(cat stderr.txt)"
same 'the run is the same' "$(sql quiet.db 'SELECT digest, events FROM run')" "$(sql long.db 'SELECT digest, events FROM run')"
[ "$(sql long.db 'SELECT wall_ms > 0 FROM run')" = 1 ] || fail 'wall_ms is not the time that the run took'

same 'nothing of a short run' '' "$(terminal -o short.db)"
# Without an end no percentage is known.
terminal -o open.db --record all >open.txt
grep -q '%' open.txt && fail 'a percentage where no end is known'
finish
