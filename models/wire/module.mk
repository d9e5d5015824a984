# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_wire.a
lib_wire = %D%/libcl_wire.a
%C%_libcl_wire_a_SOURCES = \
	%D%/arp.c %D%/arp.h \
	%D%/cursor.c %D%/cursor.h \
	%D%/ethernet.c %D%/ethernet.h \
	%D%/icmp.c %D%/icmp.h \
	%D%/ip.c %D%/ip.h \
	%D%/ipv4.c %D%/ipv4.h \
	%D%/ldp.c %D%/ldp.h \
	%D%/ldp_tlv.c %D%/ldp_tlv.h \
	%D%/mpls.c %D%/mpls.h \
	%D%/ospf2.c %D%/ospf2.h \
	%D%/ospf2_lsa.c %D%/ospf2_lsa.h \
	%D%/tcp.c %D%/tcp.h \
	%D%/udp.c %D%/udp.h
