# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_fwd.a
lib_fwd = %D%/libcl_fwd.a
%C%_libcl_fwd_a_SOURCES = \
	%D%/accept.c %D%/accept.h \
	%D%/advise.c %D%/advise.h \
	%D%/arp.c %D%/arp.h \
	%D%/depend.c %D%/depend.h \
	%D%/drop.c %D%/drop.h \
	%D%/flight.c %D%/flight.h \
	%D%/forward.c %D%/forward.h \
	%D%/icmp.c %D%/icmp.h \
	%D%/icmp_error.c %D%/icmp_error.h \
	%D%/iface.c %D%/iface.h \
	%D%/input.c %D%/input.h \
	%D%/ip.c %D%/ip.h \
	%D%/ip_stack.c %D%/ip_stack.h \
	%D%/lfib.c %D%/lfib.h \
	%D%/link.c %D%/link.h \
	%D%/nexthop.c %D%/nexthop.h \
	%D%/node.c %D%/node.h \
	%D%/output.c %D%/output.h \
	%D%/reassembly.c %D%/reassembly.h \
	%D%/tcp.c %D%/tcp.h \
	%D%/tcp_congestion.c %D%/tcp_congestion.h \
	%D%/tcp_icmp.c %D%/tcp_icmp.h \
	%D%/tcp_keepalive.c %D%/tcp_keepalive.h \
	%D%/tcp_message.c %D%/tcp_message.h \
	%D%/tcp_path.c %D%/tcp_path.h \
	%D%/tcp_receive.c %D%/tcp_receive.h \
	%D%/tables.c %D%/tables.h \
	%D%/tcp_table.c \
	%D%/tcp_rtt.c %D%/tcp_rtt.h \
	%D%/tcp_send.c %D%/tcp_send.h \
	%D%/tcp_seq.h \
	%D%/tcp_socket.c %D%/tcp_socket.h \
	%D%/udp.c %D%/udp.h \
	%D%/watch.c %D%/watch.h
