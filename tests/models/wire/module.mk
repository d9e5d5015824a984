# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ldp
%C%_test_ldp_SOURCES = %D%/test_ldp.c %D%/ldp_reencode.h
%C%_test_ldp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_ospf2 %D%/test_ospf2_lsa
%C%_test_ospf2_SOURCES = %D%/test_ospf2.c
%C%_test_ospf2_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_ospf2_lsa_SOURCES = %D%/test_ospf2_lsa.c
%C%_test_ospf2_lsa_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_ospf2_capture
%C%_test_ospf2_capture_SOURCES = %D%/test_ospf2_capture.c
%C%_test_ospf2_capture_LDADD = $(LINK_TEST) $(LINK_WIRE)

check_PROGRAMS += %D%/test_bgp %D%/test_bgp_open %D%/test_bgp_update %D%/test_bgp_capture
%C%_test_bgp_SOURCES = %D%/test_bgp.c %D%/bgp_vectors.h
%C%_test_bgp_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_bgp_open_SOURCES = %D%/test_bgp_open.c %D%/bgp_vectors.h
%C%_test_bgp_open_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_bgp_update_SOURCES = %D%/test_bgp_update.c %D%/bgp_vectors.h
%C%_test_bgp_update_LDADD = $(LINK_WIRE) $(CHECK_LIBS)
%C%_test_bgp_capture_SOURCES = %D%/test_bgp_capture.c
%C%_test_bgp_capture_LDADD = $(LINK_TEST) $(LINK_WIRE)
