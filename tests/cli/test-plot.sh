#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Figures: each kind draws what the database says, whatever names are in it, and says clearly what it cannot draw.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# says STATUS TEXT ARGUMENT...
says()
{
	status "$1" "$program" plot "${@:3}"
	grep -qF -- "$2" stderr.txt || fail "'plot ${*:3}' does not say: $2 ($(cat stderr.txt))"
	same "'plot ${*:3}': lines told" 1 "$(wc -l <stderr.txt)"
	same "'plot ${*:3}': data" '' "$(cat stdout.txt)"
}

# data KIND JSON-PATH QUERY: of the objects at the path, as "value".
data()
{
	"$program" plot cut.db "$1" --format json >stdout.txt
	sql :memory: "SELECT $3 FROM json_each(readfile('stdout.txt'), '\$.runs[0].$2')"
}

status 0 "$program" run "$(scenario tests/scenarios/first-light/silent-cut.xml)" -o cut.db
status 0 "$program" run "$(scenario scenarios/inter-as/option-a.xml)" -o option-a.db
status 0 "$program" run "$(scenario scenarios/l3vpn/intra-as.xml)" -o summary.db --record summary

# The answers, which are the data of the figures.
same 'outages' "1 CE-3 152.12.4.1 blackhole 0 15 no route
1 CE-3 152.12.4.1 delivered 15 100 -
1 CE-3 152.12.4.1 blackhole 100 110 link PE-1:core--P:pe1 is cut
1 CE-3 152.12.4.1 blackhole 110 130 label 16 unknown
1 CE-3 152.12.4.1 blackhole 130 242 no route to PE-1
1 CE-3 152.12.4.1 blackhole 242 415 no route
1 CE-3 152.12.4.1 delivered 415 606 -" "$(data outages outages "(value ->> 'row') || ' ' || (value ->> 'from_node') || ' ' ||
	(value ->> 'destination') || ' ' || (value ->> 'verdict') || ' ' || ((value ->> 'from_ns') / 1000000000) || ' ' ||
	((value ->> 'to_ns') / 1000000000) || ' ' || coalesce(value ->> 'reason', '-')" | grep '^1')"
same 'perturbations' "100000000000 link-silent P--PE-1
400000000000 link-up P--PE-1" "$(data outages perturbations "(value ->> 'time_ns') || ' ' || (value ->> 'what')")"
same 'labels: forward' "2 1 17 vpn
2 2 18 ldp
3 1 17 vpn" "$(data labels labels "(value ->> 'hop') || ' ' || (value ->> 'place') || ' ' || (value ->> 'label') || ' ' ||
	(value ->> 'kind')" | head -n 3)"
same 'hops' 'CE-3 PE-2 P PE-1 CE-2' "$(data labels hops "value ->> 'node'" | head -n 5 | tr '\n' ' ' | sed 's/ $//')"
same 'changes: all are counted' "$(sql cut.db "SELECT count(*) FROM route WHERE protocol = 'bgp'")" \
	"$(data convergence changes "max(value ->> 'changes') FILTER (WHERE value ->> 'series' = 'bgp')")"
same 'changes: and those of labels' "$(sql cut.db 'SELECT count(*) FROM lfib')" \
	"$(data convergence changes "max(value ->> 'changes') FILTER (WHERE value ->> 'series' = 'mpls')")"
same 'messages: all are counted' "$(sql cut.db "SELECT count(*) FROM message WHERE direction = 'sent' AND protocol <> 'icmp'")" \
	"$(data messages messages "sum(value ->> 'messages')")"
same 'messages: as in the other figure' "$(data convergence sent "max(value ->> 'messages') FILTER (WHERE value ->> 'series' = 'ospf')")" \
	"$(data messages messages "sum(value ->> 'messages') FILTER (WHERE value ->> 'protocol' = 'ospf')")"
same 'entries: those of the PEs' "$(sql cut.db "SELECT 2, count(*) FROM lfib_entry WHERE node LIKE 'PE-_'")" \
	"$(data compare entries "(value ->> 'nodes') || '|' || (value ->> 'total')" | sed -n 2p)"
same 'effort' "$(sql cut.db "SELECT converged_ns, messages, (SELECT sum(bytes) FROM message WHERE direction = 'sent' AND
	time_ns <= converged_ns), 2 FROM perturbation WHERE perturbation_id = 0")" \
	"$(data compare effort "(value ->> 'quiet_ns') || '|' || (value ->> 'messages') || '|' || (value ->> 'bytes') || '|' || (value ->> 'depth')")"
same 'options: nodes of each role, as compare has them' "$(data compare entries "printf('%s %s %.2f', value ->> 'what', value ->> 'role',
	(value ->> 'total') * 1.0 / (value ->> 'nodes'))")" "$(data options options "printf('%s %s %.2f', value ->> 'what', value ->> 'name',
	value ->> 'value')" | grep -v '^bytes\|^flow\|^labels\|^messages')"
same 'options: messages and bytes, as compare has them' "$(data compare effort "(value ->> 'bytes') || ' ' || (value ->> 'messages')")" \
	"$(data options options "value ->> 'what', value ->> 'value'" | sed -n 's/^bytes|//p; s/^messages|//p' | paste -sd' ')"
same 'options: labels from hop to hop, and the end' 'flow 1 vpn-b 0 - 
labels 1 CE-3 0 - ip
labels 2 PE-2 0 - ip
labels 2 PE-2 1 17 vpn
labels 2 PE-2 2 18 ldp
labels 3 P 0 - ip
labels 3 P 1 17 vpn
labels 4 PE-1 0 - ip
labels 5 CE-2 0 - delivered' "$(data options options "(value ->> 'what') || ' ' || (value ->> 'place') || ' ' || (value ->> 'name') || ' ' ||
	(value ->> 'level') || ' ' || coalesce(value ->> 'value', '-') || ' ' || (value ->> 'kind')" | grep '^flow\|^labels')"
status 0 "$program" plot cut.db summary.db compare --format json
same 'bytes are known where no messages were recorded' 1 \
	"$(sql :memory: "SELECT j ->> '\$.runs[1].effort[0].bytes' = j ->> '\$.runs[0].effort[0].bytes' FROM (SELECT readfile('stdout.txt') AS j)")"
same 'a file of questions alone' "$(data outages outages 'count(*)')" "$(sqlite3 cut.db <"$source_dir/analysis/sql/outages.sql" | wc -l)"


# Pings, which --record all has, are no control messages; what is sent anyway is not counted.
status 0 "$program" run "$(scenario tests/scenarios/first-light/silent-cut.xml)" -o all.db --record all
same 'pings are recorded' 1 "$(sql all.db "SELECT count(*) > 0 FROM message WHERE protocol = 'icmp'")"
status 0 "$program" plot all.db messages --format json
same 'no pings among messages' 'bgp ldp ospf' "$(sql :memory: "SELECT group_concat(p, ' ') FROM (SELECT DISTINCT value ->> 'protocol' AS p
	FROM json_each(readfile('stdout.txt'), '\$.runs[0].messages') ORDER BY p)")"
status 0 "$program" plot all.db convergence --format json
same 'nor where they are counted up' 'bgp ldp ospf' "$(sql :memory: "SELECT group_concat(p, ' ') FROM (SELECT DISTINCT value ->> 'series' AS p
	FROM json_each(readfile('stdout.txt'), '\$.runs[0].sent') ORDER BY p)")"
status 0 "$program" plot all.db compare --format json
same 'bytes are the same where hellos are recorded too' "$(sql cut.db 'SELECT bytes FROM perturbation WHERE perturbation_id = 0')" \
	"$(sql :memory: "SELECT json_extract(readfile('stdout.txt'), '\$.runs[0].effort[0].bytes')")"

# What is drawn. draws FILE TEXT...: the SVG file is well formed and has the texts.
draws()
{
	local text

	xmllint --noout "$1" || fail "$1 is no XML"
	for text in "${@:2}"; do
		grep -qF -- ">$text<" "$1" || grep -qF -- "<![CDATA[$text]]>" "$1" || fail "$1 does not say: $text"
	done
}

if ! command -v gnuplot >/dev/null || ! command -v xmllint >/dev/null; then
	echo 'no gnuplot or no xmllint: nothing is drawn'
	finish
fi
for kind in $("$program" plot --help | awk '/^Kinds:/ { on = 1; next } !NF { on = 0 } on { print $1 }'); do
	for suffix in svg png pdf; do
		status 0 "$program" plot cut.db "$kind" -o "$kind.$suffix"
		same "$kind.$suffix: what is told" '' "$(cat stdout.txt stderr.txt)"
	done
	draws "$kind.svg"
	same "$kind.png" 89504e470d0a1a0a "$(head -c 8 "$kind.png" | od -An -tx1 | tr -d ' ')"
	same "$kind.pdf" '%PDF-' "$(head -c 5 "$kind.pdf")"
	LC_ALL=de_DE.UTF-8 GNUTERM=dumb "$program" plot cut.db "$kind" -o again.svg
	cmp -s "$kind.svg" again.svg || fail "$kind: the same database gives another picture"
done
title='first-light/silent-cut, seed 1'
draws outages.svg "$title" 'vpn-b  CE-3 → 152.12.4.1' 'vpn-b  CE-2 → 152.12.3.1' 'link-silent P--PE-1' 'link-up P--PE-1' \
	delivered blackhole loop misdelivered
draws convergence.svg "$title" BGP OSPF LDP LFIB 'link-up P--PE-1' 'changes of tables' 'messages sent'
draws messages.svg "$title" 'BGP update' 'LDP label-mapping' 'OSPF link-state-update' 'link-up P--PE-1'
draws labels.svg "$title" 'vpn-b → 152.12.4.1' PE-1 P CE-2 'ldp 18' 'vpn 17' ip
status 0 "$program" plot cut.db option-a.db summary.db compare -o many.svg
draws many.svg cut option-a summary 'LFIB entries per node' 'deepest label stack' ASBR 306
status 0 "$program" plot cut.db option-a.db summary.db options -o many.svg
draws many.svg cut option-a summary 'LFIB entries per node' ASBR vpn-b shared-a PE-1 PE-ASBR-2 'vpn 17' 'IP packet'
status 0 "$program" plot option-a.db options --flow a-to-b -o lost.svg
draws lost.svg a-to-b PE-2
grep -q 'PE-1' lost.svg && fail 'a packet is drawn beyond the node that drops it'
status 0 "$program" plot cut.db outages --flow vpn-b -o one.svg
status 0 "$program" plot cut.db labels --script
{ echo "set terminal svg; set output 'script.svg'"; cat stdout.txt; } >script.gp
gnuplot -d script.gp || fail 'the script that is printed does not draw'
draws script.svg 'vpn-b → 152.12.4.1'

# Names that mean something to gnuplot, to the shell or to SVG are only names.
name="a'b\"c @x {y}_z <&> \\n \`touch hit\` %s \$1 #"
cp cut.db hostile.db
sql hostile.db "UPDATE r_flow SET flow = '${name//\'/\'\'}'; UPDATE r_path SET flow = (SELECT flow FROM r_flow);
	UPDATE r_run SET scenario = (SELECT flow FROM r_flow); UPDATE r_perturbation SET target = (SELECT flow FROM r_flow);
	UPDATE r_hop SET node = (SELECT flow FROM r_flow)"
cp hostile.db "$name.db"
xml=$(printf '%s' "$name" | sed 's/&/\&amp;/; s/</\&lt;/')
for kind in outages convergence messages labels; do
	status 0 "$program" plot hostile.db $kind -o hostile.svg
	draws hostile.svg "$xml, seed 1"
	[ $kind = labels ] || draws hostile.svg "link-silent $xml" "link-up $xml"
done
draws hostile.svg "$xml" "$xml → 152.12.4.1"
for kind in compare options; do
	status 0 "$program" plot "$name.db" $kind -o hostile.svg
	draws hostile.svg "$xml"
done
same 'no name was a command' '' "$(find . -name 'hit*')"
printf 'a\nb\001\377' >name.bin
sql hostile.db "UPDATE r_flow SET flow = CAST(readfile('name.bin') AS TEXT); UPDATE r_path SET flow = (SELECT flow FROM r_flow)"
status 0 "$program" plot hostile.db outages -o hostile.svg
draws hostile.svg

# What cannot be drawn.
says 2 'there is no kind of figure "outage"; did you mean "outages"?' cut.db outage -o x.svg
says 2 'there is no kind of figure "cut.db"; the kinds are "outages"' outages cut.db -o x.svg
says 2 '-o FILE is missing' cut.db outages
says 2 'ends in .svg, .png or .pdf' cut.db outages -o cut.jpg
says 2 "a figure's name ends in" cut.db outages -o .svg
says 2 'leave -o away' cut.db outages --format json -o x.svg
says 2 '"outages" has room for 1 run, and these are 2' cut.db option-a.db outages -o x.svg
says 2 '"messages" is not of flows' cut.db messages --flow vpn-b -o x.svg
says 2 'there is no flow "vpn-c"; did you mean "vpn-b"?' cut.db outages --flow vpn-c -o x.svg
says 2 'summary.db: no control messages were recorded: run again with --record' summary.db messages -o x.svg
says 2 'summary.db: no changes of routes were recorded' summary.db convergence -o x.svg
echo '<scenario name="lonely"><carrier name="c" asn="1"><node name="A" role="pe"/></carrier></scenario>' >lonely.xml
status 0 "$program" run lonely.xml -o lonely.db
says 2 'lonely.db: no flow was watched' lonely.db outages -o x.svg
says 2 'lonely.db: no flow was watched' lonely.db labels --format json
status 0 "$program" plot lonely.db options -o lonely.svg
draws lonely.svg 'LFIB entries per node' lonely
says 2 'outages.svg: is no recorded run' outages.svg outages -o y.svg
[ ! -e x.svg ] || fail 'a file was left by a figure that was not drawn'

# Files that are something else are left alone.
cp cut.db cut.svg
says 2 'cut.svg is no such figure' cut.svg outages -o cut.svg
cmp -s cut.db cut.svg || fail 'a database was overwritten'
cp outages.pdf pdf.svg
says 2 'pdf.svg is no such figure' cut.db outages -o pdf.svg
says 2 'no/such/x.svg' cut.db outages -o no/such/x.svg
ln -s /dev/full full.svg
[ ! -w /dev/full ] || says 3 'cannot write full.svg: No space left' cut.db outages -o full.svg

# gnuplot that is missing, fails, takes too long, or finds no room.
# no_gnuplot TEXT [COMMAND]: a program of that name that runs the command, or none.
no_gnuplot()
{
	rm -rf bin
	mkdir bin
	if [ $# -gt 1 ]; then
		printf '#!/bin/sh\n%s\n' "$2" >bin/gnuplot
		chmod +x bin/gnuplot
	fi
	found=0
	PATH=$PWD/bin "$program" plot cut.db outages -o x.svg >stdout.txt 2>stderr.txt || found=$?
	same "status where $1" 3 "$found"
	grep -qF -- "$1" stderr.txt || fail "stderr does not say: $1 ($(cat stderr.txt))"
	[ ! -e x.svg ] || fail "a file was left where $1"
}
no_gnuplot "install it; Debian's package is gnuplot-nox"
no_gnuplot 'gnuplot failed: line 7: no' 'echo "line 1: yes" >&2; echo "line 7: no" >&2; exit 1'
no_gnuplot 'gnuplot failed: it did not say why' 'exit 4'
no_gnuplot 'gnuplot did not draw the figure in 60 s' 'kill -ALRM $$'
no_gnuplot 'is there room in ' 'printf "<?xml half a figure" >figure'
no_gnuplot 'No such file' 'exit 0'
mkdir tmp
TMPDIR=$PWD/tmp "$program" plot cut.db outages -o x.svg
same 'what is left behind' '' "$(ls tmp)"
finish
