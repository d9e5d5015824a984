# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_action %D%/test_network %D%/test_segment
%C%_test_action_SOURCES = %D%/test_action.c
%C%_test_action_LDADD = $(LINK_NODE) $(CHECK_LIBS)
%C%_test_network_SOURCES = %D%/test_network.c
%C%_test_network_LDADD = $(LINK_NODE) $(CHECK_LIBS)
%C%_test_segment_SOURCES = %D%/test_segment.c
%C%_test_segment_LDADD = $(LINK_NODE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_tables
%C%_test_tables_SOURCES = %D%/test_tables.c
%C%_test_tables_LDADD = $(lib_table_text) $(LINK_NODE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_crash
%C%_test_crash_SOURCES = %D%/test_crash.c
%C%_test_crash_LDADD = $(LINK_NODE) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_items
%C%_test_items_SOURCES = %D%/test_items.c
%C%_test_items_LDADD = $(LINK_NODE) $(CHECK_LIBS)
