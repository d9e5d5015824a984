#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Expectations of every kind, met and not met: what is told, in the summary, the database and the JUnit file.
. "${CL_SRCDIR:?}/tests/cli/lib.sh"

# The library's scenario with more in it; its core is cut from 70 s to 80 s.
two=$(scenario scenarios/l3vpn/two-vpns.xml)
with() # FILE: what is on stdin, in place of what the scenario expects
{
	{ grep -v '<expect\|<ping\|</scenario>' "$two"; cat; echo '</scenario>'; } >"$1"
}
outcome() # DATABASE: "met NAME" or "FAILED NAME: SEEN"
{
	sql "$1" "SELECT iif(passed, 'met ' || name, 'FAILED ' || name || ': ' || detail) FROM expectation ORDER BY line"
}

with all.xml <<'END'
  <at time="70s"><link a="P" b="PE-1" state="down"/></at> <at time="80s"><link a="P" b="PE-1" state="up"/></at>
  <expect flow="vpn-a" from="60s" to="69.9s" path="ip | [ldp][vpn] | [vpn] | ip"/>
  <expect flow="vpn-a" from="60s" direction="forward"/>
  <expect flow="vpn-a" time="75s" verdict="not-delivered" reason="no * to PE-?"/>
  <expect flow="vpn-a" time="75s" verdict="looped"/>
  <expect-outage flow="vpn-a" from="60s" to="65s" longest="0s"/>
  <expect-outage flow="vpn-a" from="60s" longest="1s" direction="forward"/>
  <expect-reach time="60s"/>
  <expect-reach time="75s" customers="VPN-B"/>
  <expect-isolation from="10s" to="90s"/>
  <expect-reach time="60s" nodes="CE-1 CE-4"/>
  <expect-reach time="60s" nodes="CE-1 CE-2 CE-3 CE-4"/>
  <expect-isolation time="60s" nodes="CE-1 CE-2"/>
  <expect-isolation time="60s" nodes="CE-1 CE-2 CE-4"/>
  <expect-row time="60s" node="PE-2" table="routes" row="vrf=VPN-B, prefix=152.12.4.0/24, best=yes, next_hop=10.0.0.1"/>
  <expect-row time="60s" node="PE-2" table="routes" row="vrf=VPN-B, prefix=152.12.4.0/24, best=yes, next_hop=10.0.0.9"/>
  <expect-row time="60s" node="PE-2" table="routes" row="vrf=VPN-A, prefix=152.12.4.0/24" count="0"/>
  <expect-row time="60s" node="PE-2" table="routes" row="vrf=VPN-A, prefix=149.27.2.0/24" count="0"/>
  <expect-row time="60s" node="PE-2" table="bgp" row="family=vpnv4, prefix=10.10.0.0/24, best=yes, route_targets=*1:2*" count="2"/>
  <expect-row from="60s" node="PE-2" table="sessions" row="protocol=ldp, state=OPERATIONAL"/>
  <expect-row from="60s" node="P" table="sessions" row="protocol=ldp, state=OPERATIONAL" count="2"/>
  <expect-quiet before="60s"/>
  <expect-quiet before="10s"/>
  <expect-quiet before="200s"/>
  <expect name="a name &lt; &quot;another&quot;" flow="vpn-b" time="60s" dropped-at="P"/>
END
status 1 "$program" run all.xml -o all.db --junit all.junit
# Times that the network itself chose are not what this is about.
outcome all.db | sed 's/[0-9]*\.[0-9]\{4,\}s/Ts/g' >seen.txt
cat >expected.txt <<'END'
met vpn-a from 60s to 69.9s: delivered: ip | [ldp][vpn] | [vpn] | ip
FAILED vpn-a from 60s on: delivered: at 70s: forward dropped at P: label 16 unknown
met vpn-a at 75s: not delivered: no * to PE-?
FAILED vpn-a at 75s: looped: forward dropped at PE-2: no route to PE-1; reverse dropped at PE-1: no route to PE-2
met vpn-a from 60s to 65s: each outage at most 0s
FAILED vpn-a from 60s on: each outage at most 1s: forward outage Ts from 70s on
met VPN-A, VPN-B at 60s: full reach
FAILED VPN-B at 75s: full reach: not so of 3 of 3 pairs: CE-2 -> CE-3 152.12.3.1: dropped at PE-1: no route to PE-2; CE-3 -> CE-2 152.12.4.1: dropped at PE-2: no route to PE-1; CE-3 -> CE-2 10.10.0.1: dropped at PE-2: no route to PE-1
met VPN-A, VPN-B from 10s to 90s: isolated from each other
met CE-1, CE-4 at 60s: full reach
FAILED CE-1, CE-2, CE-3 and 1 more at 60s: full reach: not so of 12 of 18 pairs: CE-1 -> CE-2 152.12.4.1: dropped at PE-1: no route; CE-1 -> CE-2 10.10.0.1: delivered at CE-1; CE-1 -> CE-3 152.12.3.1: dropped at PE-1: no route; and 9 more
met CE-1, CE-2 at 60s: isolated from each other
FAILED CE-1, CE-2, CE-4 at 60s: isolated from each other: not so of 4 of 10 pairs: CE-1 -> CE-4 149.27.4.1: delivered at CE-4; CE-4 -> CE-1 149.27.2.1: delivered at CE-1; CE-4 -> CE-1 10.10.0.1: delivered at CE-1; and 1 more
met PE-2 routes at 60s: a row with vrf=VPN-B, prefix=152.12.4.0/24, best=yes, next_hop=10.0.0.1
FAILED PE-2 routes at 60s: a row with vrf=VPN-B, prefix=152.12.4.0/24, best=yes, next_hop=10.0.0.9: no such row, but vrf=VPN-B, prefix=152.12.4.0/24, best=yes, next_hop=10.0.0.1
met PE-2 routes at 60s: no row with vrf=VPN-A, prefix=152.12.4.0/24
FAILED PE-2 routes at 60s: no row with vrf=VPN-A, prefix=149.27.2.0/24: 1 row: vrf=VPN-A, prefix=149.27.2.0/24
met PE-2 bgp at 60s: 2 rows with family=vpnv4, prefix=10.10.0.0/24, best=yes, route_targets=*1:2*
met PE-2 sessions from 60s on: a row with protocol=ldp, state=OPERATIONAL
FAILED P sessions from 60s on: 2 rows with protocol=ldp, state=OPERATIONAL: at 70s: 1 row: protocol=ldp, state=OPERATIONAL
met network at 60s: quiet by then
FAILED network at 10s: quiet by then: cold-start at 0s: quiet at Ts
met network at 200s: quiet by then
FAILED a name < "another": forward delivered: ip · [ldp][vpn] · [vpn] · ip; reverse delivered: ip · [ldp][vpn] · [vpn] · ip
END
diff expected.txt seen.txt >diff.txt || { fail 'outcomes differ'; cat diff.txt; }

# The summary tells what was seen of those that failed, the status that there are some.
grep -qxF '  FAILED all.xml:'"$(grep -n 'verdict="looped"' all.xml | cut -d: -f1)"' vpn-a at 75s: looped' stdout.txt || fail "no FAILED line in: $(cat stdout.txt)"
grep -qxF '         seen: forward dropped at PE-2: no route to PE-1; reverse dropped at PE-1: no route to PE-2' stdout.txt ||
	fail "not what was seen: $(cat stdout.txt)"
grep -qx '13 of 24 expectations met' stdout.txt || fail "not 13 of 24 in: $(cat stdout.txt)"

# An outage is as long as the recorder has it.
same 'the outage from 70 s on' \
	"$(sql all.db "SELECT 'forward outage ' || rtrim(rtrim(printf('%d.%09d', (end_ns - start_ns) / 1000000000, (end_ns - start_ns) % 1000000000), '0'), '.')
		|| 's from 70s on' FROM outage WHERE flow = 'vpn-a' AND direction = 'forward' AND start_ns = 70000000000")" \
	"$(sql all.db "SELECT detail FROM expectation WHERE name LIKE '%each outage at most 1s'")"

# They change nothing: the same digest, whatever is expected, and the same records.
with none.xml <<'END'
  <at time="70s"><link a="P" b="PE-1" state="down"/></at> <at time="80s"><link a="P" b="PE-1" state="up"/></at>
END
status 0 "$program" run none.xml -o none.db --until "$(sql all.db 'SELECT sim_end_ns FROM run')ns"
same 'digest without expectations' "$(sql none.db 'SELECT digest FROM run')" "$(sql all.db 'SELECT digest FROM run')"
for view in route lfib message path; do
	same "$view without expectations" "$(sql none.db "SELECT count(*), max(time_ns) FROM $view" 2>&1)" \
		"$(sql all.db "SELECT count(*), max(time_ns) FROM $view" 2>&1)"
done

# Whose time never came has not been met.
with late.xml <<'END'
  <expect-reach time="60s"/>
  <expect flow="vpn-a" from="20s" to="60s"/>
  <expect flow="vpn-a" from="20s"/>
END
status 1 "$program" run late.xml -o late.db --until 30s
same 'outcomes of a run that ended before' 'FAILED VPN-A, VPN-B at 60s: full reach: its time never came
FAILED vpn-a from 20s to 60s: delivered: the run ended before its time did
met vpn-a from 20s on: delivered' "$(outcome late.db)"

# What stands in an included file is told by that file.
mkdir sub
printf '<fragment>\n<expect flow="vpn-a" time="60s"/>\n<expect flow="vpn-a" time="60s" dropped-at="P"/>\n</fragment>\n' >sub/watched.xml
with sub/includes.xml <<'END'
  <include file="watched.xml"/>
END
status 1 "$program" run sub/includes.xml -o includes.db --junit includes.junit
grep -qx '  FAILED sub/watched.xml:3 vpn-a at 60s: dropped at P' stdout.txt || fail "not of watched.xml: $(cat stdout.txt)"
same 'file and line of an included expectation' 'watched.xml 2
watched.xml 3' "$(sql includes.db "SELECT file || ' ' || line FROM expectation")"
grep -q ' file="sub/watched.xml" line="3" .*>$' includes.junit || fail "not of watched.xml: $(cat includes.junit)"
same 'the file of the scenario itself' 0 "$(sql all.db 'SELECT count(file) FROM expectation')"

# ---- JUnit ----

# cases JUNIT: the file without what differs from run to run.
cases()
{
	sed 's/ time="[0-9]*\.[0-9]*"/ time="T"/; s/name="digest" value="[0-9a-f]*"/name="digest" value="D"/; s/line="[0-9]*"/line="L"/; s/few.xml:[0-9]*:/few.xml:L:/' "$1"
}
if command -v xmllint >xmllint.txt; then
	xmllint --noout all.junit || fail 'all.junit is not well-formed'
fi
same 'JUnit: the suite' '<testsuites tests="25" failures="11" errors="0" time="T">
  <testsuite name="l3vpn/two-vpns" tests="25" failures="11" errors="0" time="T">' "$(cases all.junit | sed -n 2,3p)"
same 'JUnit: test cases, failures' '25 11' "$(grep -c '<testcase ' all.junit) $(grep -c '<failure ' all.junit)"
cat >junit.xml <<'END'
  <expect flow="vpn-a" time="60s"/>
  <expect name="a name &lt; &quot;another&quot;" flow="vpn-b" time="60s" dropped-at="P"/>
END
with few.xml <junit.xml
status 1 "$program" run few.xml -o few.db --junit few.junit --probe 10s
cases few.junit >few.txt
cat >expected.txt <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="10" failures="1" errors="0" time="T">
  <testsuite name="l3vpn/two-vpns" tests="10" failures="1" errors="0" time="T">
    <properties>
      <property name="seed" value="1"/>
      <property name="digest" value="D"/>
      <property name="status" value="complete"/>
      <property name="simulated_s" value="60"/>
      <property name="database" value="few.db"/>
    </properties>
    <testcase classname="l3vpn/two-vpns" name="run" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="vpn-a at 60s: delivered" file="few.xml" line="L" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="a name &lt; &quot;another&quot;" file="few.xml" line="L" time="T">
      <failure type="expectation" message="seen: forward delivered: ip · [ldp][vpn] · [vpn] · ip; reverse delivered: ip · [ldp][vpn] · [vpn] · ip">few.xml:L: seen: forward delivered: ip · [ldp][vpn] · [vpn] · ip; reverse delivered: ip · [ldp][vpn] · [vpn] · ip</failure>
    </testcase>
    <testcase classname="l3vpn/two-vpns" name="probes of vpn-a" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="probes of vpn-b" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="probes of shared-a" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="probes of shared-b" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="probes of a-to-b" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="probes of b-to-a" file="few.xml" time="T"/>
    <testcase classname="l3vpn/two-vpns" name="probes of a-to-b-at-pe" file="few.xml" time="T"/>
  </testsuite>
</testsuites>
END
diff expected.txt few.txt >diff.txt || { fail 'the JUnit file differs'; cat diff.txt; }

# What cannot be written is an error, before the run where that is known then.
status 2 "$program" run few.xml -o few.db --junit no/such/folder/x
grep -qF 'cannot write no/such/folder/x: ' stderr.txt || fail "stderr says $(cat stderr.txt)"
cp few.xml kept.xml
status 2 "$program" run few.xml -o few.db --junit few.xml
grep -qF 'few.xml is no JUnit file' stderr.txt || fail "stderr says $(cat stderr.txt)"
cmp -s few.xml kept.xml || fail 'the scenario has been overwritten'
status 1 "$program" run few.xml -o few.db --junit few.junit
if [ -w /dev/full ]; then
	status 3 "$program" run few.xml -o few.db --junit /dev/full
	grep -qF 'cannot write /dev/full: ' stderr.txt || fail "stderr says $(cat stderr.txt)"
fi
finish
