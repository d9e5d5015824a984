# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ldp %D%/test_ldp_session %D%/test_ldp_message
%C%_test_ldp_SOURCES = %D%/test_ldp.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_LDADD = $(LINK_TEST) $(LINK_LDP)
%C%_test_ldp_session_SOURCES = %D%/test_ldp_session.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_session_LDADD = $(LINK_TEST) $(LINK_LDP)
%C%_test_ldp_message_SOURCES = %D%/test_ldp_message.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_message_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_discovery %D%/test_ldp_stream
%C%_test_ldp_discovery_SOURCES = %D%/test_ldp_discovery.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_discovery_LDADD = $(LINK_TEST) $(LINK_LDP)
%C%_test_ldp_stream_SOURCES = %D%/test_ldp_stream.c
%C%_test_ldp_stream_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_control
%C%_test_ldp_control_SOURCES = %D%/test_ldp_control.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_control_LDADD = $(LINK_TEST) $(LINK_LDP)
EXTRA_DIST += %D%/session.matrix
check_PROGRAMS += %D%/test_ldp_tables
%C%_test_ldp_tables_SOURCES = %D%/test_ldp_tables.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_tables_LDADD = $(lib_table_text) $(LINK_LDP) $(LINK_TEST)
check_PROGRAMS += %D%/test_ldp_filter
%C%_test_ldp_filter_SOURCES = %D%/test_ldp_filter.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_filter_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_request
%C%_test_ldp_request_SOURCES = %D%/test_ldp_request.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_request_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_loop
%C%_test_ldp_loop_SOURCES = %D%/test_ldp_loop.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_loop_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_resources
%C%_test_ldp_resources_SOURCES = %D%/test_ldp_resources.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_resources_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_accept
%C%_test_ldp_accept_SOURCES = %D%/test_ldp_accept.c \
	%D%/ldp_script.c %D%/ldp_script.h %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_accept_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_neighbor
%C%_test_ldp_neighbor_SOURCES = %D%/test_ldp_neighbor.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_neighbor_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_sync
%C%_test_ldp_sync_SOURCES = %D%/test_ldp_sync.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_sync_LDADD = $(LINK_TEST) $(LINK_LDP)
check_PROGRAMS += %D%/test_ldp_lsp
%C%_test_ldp_lsp_SOURCES = %D%/test_ldp_lsp.c %D%/ldp_lab.c %D%/ldp_lab.h
%C%_test_ldp_lsp_LDADD = $(LINK_TEST) $(LINK_LDP)
