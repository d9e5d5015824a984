# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_net.a
lib_net = %D%/libcl_net.a
%C%_libcl_net_a_SOURCES = \
	%D%/addr.c %D%/addr.h \
	%D%/advice.c %D%/advice.h \
	%D%/bits.c %D%/bits.h \
	%D%/config.c %D%/config.h \
	%D%/dscp.c %D%/dscp.h \
	%D%/label.c %D%/label.h \
	%D%/membership.c %D%/membership.h \
	%D%/numbers.c %D%/numbers.h \
	%D%/packet.c %D%/packet.h \
	%D%/pool.c %D%/pool.h \
	%D%/prefix_ids.c %D%/prefix_ids.h \
	%D%/rd.c %D%/rd.h \
	%D%/records.c %D%/records.h \
	%D%/table.c %D%/table.h \
	%D%/text.h \
	%D%/trie.c %D%/trie.h
