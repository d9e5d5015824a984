#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Files made to harm are refused by the program as a whole, within a minute and little memory.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# Sanitizers map more than any limit.
limit=1000000 # KiB
(ulimit -v $limit && "$program" --version) >/dev/null 2>&1 || limit=unlimited
bounded()
{
	(ulimit -v $limit && exec timeout 60 "$program" "$@")
}

# refuse WHAT LINE: hostile.xml is refused with this, and nothing but one line.
refuse()
{
	status 2 bounded check hostile.xml
	same "$1" "hostile.xml:$2" "$(cut -c1-250 stderr.txt)"
}

doctype='a document type is not accepted; leave out <!DOCTYPE ...> and its entities'
body='<scenario><carrier name="&x;" asn="1"/></scenario>'
encoding='this is not UTF-8; save the file as UTF-8'

awk 'BEGIN { print "<!DOCTYPE s [<!ENTITY x0 \"ha\">"
	for (i = 1; i < 60; i++) printf "<!ENTITY x%d \"&x%d;&x%d;\">\n", i, i - 1, i - 1
	print "<!ENTITY x \"&x59;\">]>" }' >hostile.xml
echo "$body" >>hostile.xml
refuse 'a billion laughs' "1: $doctype"
{
	printf '<!DOCTYPE s [<!ENTITY x "'
	head -c 100000 /dev/zero | tr '\0' a
	printf '">]>\n<scenario name="'
	for _ in {1..10000}; do printf '&x;'; done
	echo '"/>'
} >hostile.xml
refuse 'a long entity many times' "1: $doctype"
for dtd in '[<!ENTITY x SYSTEM "file:///etc/passwd">]' '[<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]' \
	'SYSTEM "http://127.0.0.1:1/x.dtd"' 'PUBLIC "x" "/dev/zero"' '[<!ATTLIST scenario name CDATA "x">]'; do
	printf '\n<!DOCTYPE scenario %s>\n%s\n' "$dtd" "$body" >hostile.xml
	refuse "$dtd" "2: $doctype"
done
echo '<scenario xml:base="file:///etc/" xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="passwd" parse="text"/></scenario>' >hostile.xml
status 2 bounded check hostile.xml
same 'XInclude' 1 "$(grep -c 'has no element "xi:include"' stderr.txt)"
same 'nothing is fetched' 0 "$(grep -c root: stderr.txt)"
echo "$body" >hostile.xml
refuse 'an entity that nobody declares' "1: not well-formed XML: Entity 'x' not defined; write &amp; for &"

{
	printf '<scenario>\n'
	yes '<carrier>' | head -n 1000000
} >hostile.xml
refuse 'a million elements in each other' '17: more than 16 elements in each other; close some before'
{
	printf '<scenario\n'
	seq -f ' a%.0f="" ' 1000000
	echo '/>'
} >hostile.xml
refuse 'a million attributes' '102: more than 100 attributes; leave out some'
{
	printf '<scenario name="'
	head -c 15000000 /dev/zero | tr '\0' a
	echo '"/>'
} >hostile.xml
status 2 bounded check hostile.xml
same 'a value of 15 MB' 1 "$(wc -l <stderr.txt)"
{
	printf '<scenario>\n<!-- '
	head -c 16000000 /dev/zero | tr '\0' -
} >hostile.xml
status 2 bounded check hostile.xml
same 'a remark of 16 MB' 1 "$(wc -l <stderr.txt)"
status 2 bounded check /dev/zero
same 'a file without end' '/dev/zero: the file is larger than 16 MiB; split the scenario' "$(cat stderr.txt)"

printf '<?xml version="1.0" encoding="ISO-8859-1"?>\n<scenario name="caf\351"/>\n' >hostile.xml
refuse 'Latin 1' "2: $encoding"
printf '\376\377\0<\0s\0/\0>' >hostile.xml
refuse 'UTF-16, big end first' "1: $encoding"
printf '\377\376<\0s\0/\0>\0' >hostile.xml
refuse 'UTF-16, little end first' "1: $encoding"
printf '<scenario>\n\n<!-- \0 --></scenario>' >hostile.xml
refuse 'a NUL byte' "3: $encoding"
printf '\355\240\200<scenario/>' >hostile.xml
refuse 'half of a pair' "1: $encoding"
printf '\300\274scenario/>' >hostile.xml
refuse 'a long form of <' "1: $encoding"
printf '<scenario>\001</scenario>' >hostile.xml
status 2 bounded check hostile.xml
same 'a control character' 1 "$(wc -l <stderr.txt)"
printf '\357\273\277<scenario/>' >hostile.xml
status 0 bounded check hostile.xml # a byte order mark is none of it

printf '<scenario>\n<carrier name="c" asn="1">\n</scenario>\n' >hostile.xml
refuse 'what is not closed' '3: element "carrier" of line 2 is closed by "scenario"; close it first, or write /> there'
printf '<scenario>\n<carrier name="c" asn="1"' >hostile.xml
status 2 bounded check hostile.xml
same 'cut short' 1 "$(wc -l <stderr.txt)"
for number in 1e309 99999999999999999999 -1 0x10 NaN 4294967296; do
	printf '<scenario>\n<carrier name="c" asn="%s"/></scenario>' "$number" >hostile.xml
	refuse "$number" "2: asn=\"$number\" of <carrier> cannot be read; write an AS number from 1 to 4294967295"
done

# The same before a run.
printf '<!DOCTYPE s [<!ENTITY x "y">]>\n%s\n' "$body" >hostile.xml
status 2 bounded run hostile.xml -o run.db
same 'a run' "hostile.xml:1: $doctype" "$(cat stderr.txt)"
same 'nothing is recorded' 'hostile.xml stderr.txt stdout.txt' "$(echo *)"
finish
