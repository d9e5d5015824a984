# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_addr
%C%_test_addr_SOURCES = %D%/test_addr.c
%C%_test_addr_LDADD = $(LINK_NET) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_label
%C%_test_label_SOURCES = %D%/test_label.c
%C%_test_label_LDADD = $(LINK_NET) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_packet
%C%_test_packet_SOURCES = %D%/test_packet.c
%C%_test_packet_LDADD = $(LINK_NET) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_rd
%C%_test_rd_SOURCES = %D%/test_rd.c
%C%_test_rd_LDADD = $(LINK_NET) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_records
%C%_test_records_SOURCES = %D%/test_records.c
%C%_test_records_LDADD = $(LINK_NET) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_trie
%C%_test_trie_SOURCES = %D%/test_trie.c
%C%_test_trie_LDADD = $(LINK_NET) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_config
%C%_test_config_SOURCES = %D%/test_config.c
%C%_test_config_LDADD = $(LINK_NET) $(CHECK_LIBS)
# Tables as text: tests of all layers that have some link it.
check_LIBRARIES += %D%/libtable_text.a
lib_table_text = %D%/libtable_text.a
%C%_libtable_text_a_SOURCES = %D%/table_text.c %D%/table_text.h
