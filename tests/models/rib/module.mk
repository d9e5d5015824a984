# SPDX-License-Identifier: Apache-2.0
# A router with tables, which tests of this layer and of those above are driven in.
check_LIBRARIES += %D%/librib_lab.a
lib_rib_lab = %D%/librib_lab.a
%C%_librib_lab_a_SOURCES = %D%/rib_lab.c %D%/rib_lab.h

check_PROGRAMS += %D%/test_rib_cause
%C%_test_rib_cause_SOURCES = %D%/test_rib_cause.c
%C%_test_rib_cause_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_connected %D%/test_label %D%/test_nht %D%/test_rib %D%/test_rib_hops
%C%_test_connected_SOURCES = %D%/test_connected.c
%C%_test_connected_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
%C%_test_label_SOURCES = %D%/test_label.c
%C%_test_label_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
%C%_test_nht_SOURCES = %D%/test_nht.c
%C%_test_nht_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
%C%_test_rib_SOURCES = %D%/test_rib.c
%C%_test_rib_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
%C%_test_rib_hops_SOURCES = %D%/test_rib_hops.c
%C%_test_rib_hops_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rib_tables
%C%_test_rib_tables_SOURCES = %D%/test_rib_tables.c
%C%_test_rib_tables_LDADD = $(lib_rib_lab) $(lib_table_text) $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rib_download
%C%_test_rib_download_SOURCES = %D%/test_rib_download.c
%C%_test_rib_download_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rib_sync
%C%_test_rib_sync_SOURCES = %D%/test_rib_sync.c
%C%_test_rib_sync_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rib_policy
%C%_test_rib_policy_SOURCES = %D%/test_rib_policy.c
%C%_test_rib_policy_LDADD = $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rib_limit
%C%_test_rib_limit_SOURCES = %D%/test_rib_limit.c
%C%_test_rib_limit_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_swap
%C%_test_swap_SOURCES = %D%/test_swap.c
%C%_test_swap_LDADD = $(lib_rib_lab) $(LINK_RIB) $(CHECK_LIBS)
