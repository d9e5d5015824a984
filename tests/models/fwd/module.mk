# SPDX-License-Identifier: Apache-2.0
# The small network that tests of this layer and of those above are driven in.
check_LIBRARIES += %D%/liblab.a
lib_lab = %D%/liblab.a
%C%_liblab_a_SOURCES = %D%/lab.c %D%/lab.h %D%/vpn_path.c %D%/vpn_path.h

check_PROGRAMS += %D%/test_icmp %D%/test_output %D%/test_udp
%C%_test_icmp_SOURCES = %D%/test_icmp.c
%C%_test_icmp_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_output_SOURCES = %D%/test_output.c
%C%_test_output_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_udp_SOURCES = %D%/test_udp.c
%C%_test_udp_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_accept
%C%_test_accept_SOURCES = %D%/test_accept.c %D%/watcher.h
%C%_test_accept_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_arp
%C%_test_arp_SOURCES = %D%/test_arp.c
%C%_test_arp_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_depend
%C%_test_depend_SOURCES = %D%/test_depend.c %D%/watcher.h
%C%_test_depend_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_forward
%C%_test_forward_SOURCES = %D%/test_forward.c
%C%_test_forward_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_iface
%C%_test_iface_SOURCES = %D%/test_iface.c
%C%_test_iface_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_input
%C%_test_input_SOURCES = %D%/test_input.c
%C%_test_input_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_ip
%C%_test_ip_SOURCES = %D%/test_ip.c
%C%_test_ip_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_lfib
%C%_test_lfib_SOURCES = %D%/test_lfib.c
%C%_test_lfib_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_link
%C%_test_link_SOURCES = %D%/test_link.c
%C%_test_link_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_nexthop
%C%_test_nexthop_SOURCES = %D%/test_nexthop.c
%C%_test_nexthop_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_node
%C%_test_node_SOURCES = %D%/test_node.c
%C%_test_node_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_reassembly
%C%_test_reassembly_SOURCES = %D%/test_reassembly.c
%C%_test_reassembly_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_vlan
%C%_test_vlan_SOURCES = %D%/test_vlan.c
%C%_test_vlan_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_watch
%C%_test_watch_SOURCES = %D%/test_watch.c
%C%_test_watch_LDADD = $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)

# Two hosts with TCP, and a scripted peer for one.
check_LIBRARIES += %D%/libtcplab.a
lib_tcplab = %D%/libtcplab.a
%C%_libtcplab_a_SOURCES = %D%/tcp_pair.c %D%/tcp_pair.h %D%/tcp_script.c %D%/tcp_script.h

check_PROGRAMS += %D%/test_tcp_message %D%/test_tcp_control
%C%_test_tcp_message_SOURCES = %D%/test_tcp_message.c
%C%_test_tcp_message_LDADD = $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_control_SOURCES = %D%/test_tcp_control.c
%C%_test_tcp_control_LDADD = $(LINK_TEST) $(LINK_FWD)
EXTRA_DIST += %D%/tcp.fsm

check_PROGRAMS += %D%/test_tcp_open %D%/test_tcp_data %D%/test_tcp_close
%C%_test_tcp_open_SOURCES = %D%/test_tcp_open.c
%C%_test_tcp_open_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_data_SOURCES = %D%/test_tcp_data.c
%C%_test_tcp_data_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_close_SOURCES = %D%/test_tcp_close.c
%C%_test_tcp_close_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_tcp_input %D%/test_tcp_output
%C%_test_tcp_input_SOURCES = %D%/test_tcp_input.c
%C%_test_tcp_input_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_output_SOURCES = %D%/test_tcp_output.c
%C%_test_tcp_output_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)

check_PROGRAMS += %D%/test_tcp_security %D%/test_tcp_keepalive
%C%_test_tcp_security_SOURCES = %D%/test_tcp_security.c
%C%_test_tcp_security_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)
%C%_test_tcp_keepalive_SOURCES = %D%/test_tcp_keepalive.c
%C%_test_tcp_keepalive_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_tcp_icmp
%C%_test_tcp_icmp_SOURCES = %D%/test_tcp_icmp.c
%C%_test_tcp_icmp_LDADD = $(lib_tcplab) $(lib_lab) $(LINK_FWD) $(CHECK_LIBS)
check_PROGRAMS += %D%/test_tcp_stream
%C%_test_tcp_stream_SOURCES = %D%/test_tcp_stream.c
%C%_test_tcp_stream_LDADD = $(lib_tcplab) $(LINK_FWD) $(CHECK_LIBS)
