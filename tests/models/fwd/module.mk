# SPDX-License-Identifier: Apache-2.0
# The small network that tests of this layer and of those above are driven in.
check_LIBRARIES += %D%/liblab.a
lib_lab = %D%/liblab.a
%C%_liblab_a_SOURCES = %D%/lab.c %D%/lab.h

check_PROGRAMS += %D%/test_icmp %D%/test_output %D%/test_tcp %D%/test_tcp_control %D%/test_tcp_message \
	%D%/test_tcp_peer %D%/test_udp
%C%_test_icmp_SOURCES = %D%/test_icmp.c
%C%_test_icmp_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_output_SOURCES = %D%/test_output.c
%C%_test_output_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_SOURCES = %D%/test_tcp.c %D%/tcp_pair.h
%C%_test_tcp_LDADD = $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_control_SOURCES = %D%/test_tcp_control.c
%C%_test_tcp_control_LDADD = $(LINK_TEST) $(LINK_FWD)
EXTRA_DIST += %D%/tcp.fsm
%C%_test_tcp_message_SOURCES = %D%/test_tcp_message.c
%C%_test_tcp_message_LDADD = $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_peer_SOURCES = %D%/test_tcp_peer.c %D%/tcp_pair.h
%C%_test_tcp_peer_LDADD = $(LINK_FWD) $(CHECK_LIBS)
%C%_test_udp_SOURCES = %D%/test_udp.c
%C%_test_udp_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
