# SPDX-License-Identifier: Apache-2.0
# Small networks of routers, for the tests here.
check_LIBRARIES += %D%/libospf_net.a
%C%_libospf_net_a_SOURCES = %D%/ospf_net.c %D%/ospf_net.h
LINK_OSPF_TEST = %D%/libospf_net.a $(LINK_OSPF) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_ospf
%C%_test_ospf_SOURCES = %D%/test_ospf.c
%C%_test_ospf_LDADD = $(LINK_OSPF_TEST)
