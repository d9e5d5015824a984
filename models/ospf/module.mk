# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_ospf.a
lib_ospf = %D%/libcl_ospf.a
%C%_libcl_ospf_a_SOURCES = \
	%D%/ospf.c %D%/ospf.h \
	%D%/ospf_instance.h \
	%D%/ospf_ack.c %D%/ospf_ack.h \
	%D%/ospf_area.c %D%/ospf_area.h \
	%D%/ospf_auth.c %D%/ospf_auth.h \
	%D%/ospf_config.c %D%/ospf_config.h \
	%D%/ospf_dbd.c %D%/ospf_dbd.h \
	%D%/ospf_elect.c %D%/ospf_elect.h \
	%D%/ospf_flood.c %D%/ospf_flood.h \
	%D%/ospf_hello.c %D%/ospf_hello.h \
	%D%/ospf_iface.c %D%/ospf_iface.h \
	%D%/ospf_lsdb.c %D%/ospf_lsdb.h \
	%D%/ospf_neighbor.c %D%/ospf_neighbor.h \
	%D%/ospf_originate.c %D%/ospf_originate.h \
	%D%/ospf_packet.c %D%/ospf_packet.h \
	%D%/ospf_path.c %D%/ospf_path.h \
	%D%/ospf_redistribute.c %D%/ospf_redistribute.h \
	%D%/ospf_request.c %D%/ospf_request.h \
	%D%/ospf_retransmit.c %D%/ospf_retransmit.h \
	%D%/ospf_route.c %D%/ospf_route.h \
	%D%/ospf_spf.c %D%/ospf_spf.h \
	%D%/ospf_sync.c %D%/ospf_sync.h \
	%D%/ospf_tables.c %D%/ospf_tables.h \
	%D%/ospf_summary.c %D%/ospf_summary.h
