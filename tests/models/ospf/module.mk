# SPDX-License-Identifier: Apache-2.0
# Small networks of routers, and a scripted neighbour, for the tests here.
check_LIBRARIES += %D%/libospf_net.a
%C%_libospf_net_a_SOURCES = %D%/ospf_net.c %D%/ospf_net.h %D%/ospf_peer.c %D%/ospf_peer.h
LINK_OSPF_TEST = %D%/libospf_net.a $(LINK_OSPF) $(LINK_TEST)

check_PROGRAMS += %D%/test_ospf
%C%_test_ospf_SOURCES = %D%/test_ospf.c
%C%_test_ospf_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_dbd
%C%_test_ospf_dbd_SOURCES = %D%/test_ospf_dbd.c
%C%_test_ospf_dbd_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_flood
%C%_test_ospf_flood_SOURCES = %D%/test_ospf_flood.c
%C%_test_ospf_flood_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_hello
%C%_test_ospf_hello_SOURCES = %D%/test_ospf_hello.c
%C%_test_ospf_hello_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_neighbor
%C%_test_ospf_neighbor_SOURCES = %D%/test_ospf_neighbor.c
%C%_test_ospf_neighbor_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_lsdb
%C%_test_ospf_lsdb_SOURCES = %D%/test_ospf_lsdb.c
%C%_test_ospf_lsdb_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_originate
%C%_test_ospf_originate_SOURCES = %D%/test_ospf_originate.c
%C%_test_ospf_originate_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_route
%C%_test_ospf_route_SOURCES = %D%/test_ospf_route.c
%C%_test_ospf_route_LDADD = $(LINK_OSPF_TEST)
check_PROGRAMS += %D%/test_ospf_spf
%C%_test_ospf_spf_SOURCES = %D%/test_ospf_spf.c
%C%_test_ospf_spf_LDADD = $(LINK_OSPF_TEST)
EXTRA_DIST += %D%/interface_fsm.txt %D%/neighbor_fsm.txt
check_PROGRAMS += %D%/test_ospf_tables
%C%_test_ospf_tables_SOURCES = %D%/test_ospf_tables.c
%C%_test_ospf_tables_LDADD = $(lib_table_text) $(LINK_OSPF_TEST)
