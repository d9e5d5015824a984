#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What another dissector makes of our captures: tshark finds no malformed packet, no wrong checksum, nothing that it
# warns of, but for what is listed here with its reason.
#   reset      of two connections that collide one is closed with data unread, which hosts answer with a reset; in
#              the captures of real routers too
#   moved      a connection takes another link, or its segments find no route for a while: parts of it are not in the
#              capture
#   moved-ack  the same, seen from the other direction
# What is about tshark itself need not come, as another version may know better:
#   targeted   tshark wants the GTSM flag in targeted Hellos as well; RFC 6720 has it in link Hellos alone
#   request    tshark reads one byte beyond a FEC, so that a Label Request at the end of a packet is called malformed;
#              with anything behind it the same bytes are not
. "${CL_SRCDIR:?}/tests/cli/lib.sh"
. "$source_dir/tests/cli/tshark.sh"

# From the bottom: a broadcast segment with its Designated Router, area borders, MD5, redistribution, a router that
# fails; in turn a loss of carrier and a silent cut; a core router that fails.
look tests/scenarios/ospf/areas.xml '' \
	'ospf:1 ospf:2 ospf:3 ospf:4 ospf:5 lsa:1 lsa:2 lsa:3 lsa:4 lsa:5'

# Bytes that are wrong are found, in OSPF and below it.
mkdir whole
mv pcap/*a1*.pcapng whole/link.pcapng
rm pcap/*
editcap --seed 1 -E 0.005 whole/link.pcapng pcap/broken.pcapng 2>/dev/null
dissect | judge >findings.txt
grep -q 'unexpected.*Checksum: .*incorrect' findings.txt || fail 'a wrong OSPF packet is not found'
grep -q 'unexpected.*Bad checksum' findings.txt || fail 'a wrong IPv4 header is not found'

look tests/scenarios/ospf/redundant.xml 'reset,moved,moved-ack' 'ospf:4 ldp:0x0001 ldp:0x0300 bgp:2'
look tests/scenarios/crash/core.xml 'reset,moved' 'ospf:4 ldp:0x0400 bgp:4'
look scenarios/l3vpn/intra-as.xml 'reset' 'ldp:0x0400 bgp:1 bgp:2 bgp:3 bgp:4'
look tests/scenarios/vpn/rt-constraint.xml 'reset' 'bgp:1 bgp:2 bgp:4'
look tests/scenarios/rip/chain.xml '' 'rip:1 rip:2'
look tests/scenarios/rip/pe-ce.xml 'reset' 'rip:1 rip:2'
look tests/scenarios/forwarding/vlans.xml '' ''
look tests/scenarios/ldp/vrf.xml 'targeted' 'ldp:0x0100 ldp:0x0400'
look tests/cli/ldp-options.xml 'reset,moved,moved-ack,targeted,request' \
	'ldp:0x0001 ldp:0x0100 ldp:0x0200 ldp:0x0201 ldp:0x0300 ldp:0x0301 ldp:0x0400 ldp:0x0401 ldp:0x0402 ldp:0x0403 ldp:0x0404'
finish
