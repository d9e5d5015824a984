# SPDX-License-Identifier: Apache-2.0
# Scripted neighbours as text files: run without arguments the program is the test of all of them.
check_PROGRAMS += %D%/talk
%C%_talk_SOURCES = \
	%D%/talk_main.c %D%/talk.h \
	%D%/talk_cover.c %D%/talk_cover.h \
	%D%/talk_lab.c \
	%D%/talk_script.c %D%/talk_script.h \
	%D%/talk_slot.c %D%/talk_slot.h \
	%D%/talk_tcp.c %D%/talk_tcp.h \
	%D%/talk_text.c %D%/talk_text.h \
	%D%/talk_verbs.c \
	%D%/talk_speakers.h \
	%D%/talk_bgp.c %D%/talk_bgp_update.c %D%/talk_bgp_update.h \
	%D%/talk_ldp.c %D%/talk_ldp_tlv.c %D%/talk_ldp_tlv.h \
	%D%/talk_ospf.c %D%/talk_ospf_lsa.c %D%/talk_ospf_lsa.h \
	%D%/talk_rip.c \
	%D%/talk_tcp_segment.c
%C%_talk_LDADD = $(LINK_NODE)
dist_check_SCRIPTS += %D%/test-talk.sh
EXTRA_DIST += \
	%D%/bgp/message.talk %D%/bgp/routes.talk %D%/bgp/send-label.talk %D%/bgp/session.talk \
	%D%/bgp/labelled.talk %D%/bgp/route-target.talk %D%/bgp/vpn.talk \
	%D%/ldp/discovery.talk %D%/ldp/message.talk %D%/ldp/session.talk \
	%D%/ospf/broadcast.talk %D%/ospf/flood.talk %D%/ospf/interface.talk \
	%D%/ospf/neighbor.talk %D%/ospf/packet.talk \
	%D%/rip/input.talk %D%/rip/output.talk \
	%D%/tcp/socket.talk \
	%D%/wrong/wrong.talk %D%/wrong/wrong.out
