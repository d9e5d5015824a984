# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ldp
%C%_test_ldp_SOURCES = %D%/test_ldp.c %D%/ldp_reencode.h
%C%_test_ldp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_ospf2 %D%/test_ospf2_lsa %D%/test_ospf2_digest
%C%_test_ospf2_digest_SOURCES = %D%/test_ospf2_digest.c
%C%_test_ospf2_digest_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_ospf2_SOURCES = %D%/test_ospf2.c
%C%_test_ospf2_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_ospf2_lsa_SOURCES = %D%/test_ospf2_lsa.c
%C%_test_ospf2_lsa_LDADD = $(LINK_WIRE) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_bgp %D%/test_bgp_open %D%/test_bgp_update
%C%_test_bgp_SOURCES = %D%/test_bgp.c %D%/bgp_vectors.h
%C%_test_bgp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_bgp_open_SOURCES = %D%/test_bgp_open.c %D%/bgp_vectors.h
%C%_test_bgp_open_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_bgp_update_SOURCES = %D%/test_bgp_update.c %D%/bgp_vectors.h
%C%_test_bgp_update_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_bgp_update_faults
%C%_test_bgp_update_faults_SOURCES = %D%/test_bgp_update_faults.c %D%/bgp_vectors.h
%C%_test_bgp_update_faults_LDADD = $(LINK_WIRE) $(CHECK_LIBS)

# The base codecs.
check_PROGRAMS += %D%/test_arp
%C%_test_arp_SOURCES = %D%/test_arp.c
%C%_test_arp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_cursor
%C%_test_cursor_SOURCES = %D%/test_cursor.c
%C%_test_cursor_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_ethernet
%C%_test_ethernet_SOURCES = %D%/test_ethernet.c
%C%_test_ethernet_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_icmp_quote
%C%_test_icmp_quote_SOURCES = %D%/test_icmp_quote.c
%C%_test_icmp_quote_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_icmp
%C%_test_icmp_SOURCES = %D%/test_icmp.c
%C%_test_icmp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_ip
%C%_test_ip_SOURCES = %D%/test_ip.c
%C%_test_ip_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_ipv4
%C%_test_ipv4_SOURCES = %D%/test_ipv4.c
%C%_test_ipv4_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_mpls
%C%_test_mpls_SOURCES = %D%/test_mpls.c
%C%_test_mpls_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rip
%C%_test_rip_SOURCES = %D%/test_rip.c
%C%_test_rip_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_tcp
%C%_test_tcp_SOURCES = %D%/test_tcp.c
%C%_test_tcp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_udp
%C%_test_udp_SOURCES = %D%/test_udp.c
%C%_test_udp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_base_capture
%C%_test_base_capture_SOURCES = %D%/test_base_capture.c %D%/offload.h \
	%D%/ldp_reencode.h %D%/reencode_frame.c %D%/reencode_frame.h
%C%_test_base_capture_LDADD = $(LINK_TEST) $(LINK_WIRE)
check_PROGRAMS += %D%/test_ipv4_fragment
%C%_test_ipv4_fragment_SOURCES = %D%/test_ipv4_fragment.c
%C%_test_ipv4_fragment_LDADD = $(LINK_WIRE) $(CHECK_LIBS)

# All of them.
check_PROGRAMS += %D%/test_captures
%C%_test_captures_SOURCES = %D%/test_captures.c %D%/offload.h \
	%D%/ldp_reencode.h %D%/reencode_frame.c %D%/reencode_frame.h \
	%D%/streams.c %D%/streams.h
%C%_test_captures_LDADD = $(LINK_TEST) $(LINK_WIRE)
