# SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += %D%/libcl_bgp.a
lib_bgp = %D%/libcl_bgp.a
%C%_libcl_bgp_a_SOURCES = \
	%D%/bgp.c %D%/bgp.h \
	%D%/bgp_accept.c %D%/bgp_accept.h \
	%D%/bgp_admin.c %D%/bgp_admin.h \
	%D%/bgp_advertisement.c %D%/bgp_advertisement.h \
	%D%/bgp_aggregate.c %D%/bgp_aggregate.h \
	%D%/bgp_as_path.c %D%/bgp_as_path.h \
	%D%/bgp_attrset.c %D%/bgp_attrset.h \
	%D%/bgp_community.c %D%/bgp_community.h \
	%D%/bgp_config.c %D%/bgp_config.h \
	%D%/bgp_decide.c %D%/bgp_decide.h \
	%D%/bgp_decoded.c %D%/bgp_decoded.h \
	%D%/bgp_egress.c %D%/bgp_egress.h \
	%D%/bgp_exchange.c %D%/bgp_exchange.h \
	%D%/bgp_family.c %D%/bgp_family.h \
	%D%/bgp_fields.c %D%/bgp_fields.h \
	%D%/bgp_fsm.c %D%/bgp_fsm.h \
	%D%/bgp_fsm_action.c %D%/bgp_fsm_action.h \
	%D%/bgp_group.c %D%/bgp_group.h \
	%D%/bgp_host_route.c %D%/bgp_host_route.h \
	%D%/bgp_hybrid.c %D%/bgp_hybrid.h \
	%D%/bgp_import.c %D%/bgp_import.h \
	%D%/bgp_ingress.c %D%/bgp_ingress.h \
	%D%/bgp_instance.h \
	%D%/bgp_keep.c %D%/bgp_keep.h \
	%D%/bgp_label.c %D%/bgp_label.h \
	%D%/bgp_label_shared.c %D%/bgp_label_shared.h \
	%D%/bgp_limit.c %D%/bgp_limit.h \
	%D%/bgp_loc_rib.c %D%/bgp_loc_rib.h \
	%D%/bgp_lsp.c %D%/bgp_lsp.h \
	%D%/bgp_membership.c %D%/bgp_membership.h \
	%D%/bgp_merge.c %D%/bgp_merge.h %D%/bgp_multipath.c %D%/bgp_multipath.h \
	%D%/bgp_negotiate.c %D%/bgp_negotiate.h \
	%D%/bgp_nexthop.c %D%/bgp_nexthop.h \
	%D%/bgp_packing.c %D%/bgp_packing.h \
	%D%/bgp_peer.c %D%/bgp_peer.h \
	%D%/bgp_policy.c %D%/bgp_policy.h \
	%D%/bgp_policy_label.c \
	%D%/bgp_policy_lists.c %D%/bgp_policy_lists.h \
	%D%/bgp_policy_rules.c \
	%D%/bgp_reach.c %D%/bgp_reach.h \
	%D%/bgp_receive.c %D%/bgp_receive.h \
	%D%/bgp_redistribute.c %D%/bgp_redistribute.h \
	%D%/bgp_reflect.c %D%/bgp_reflect.h \
	%D%/bgp_refresh.c %D%/bgp_refresh.h \
	%D%/bgp_rib.c %D%/bgp_rib.h \
	%D%/bgp_rt_filter.c %D%/bgp_rt_filter.h \
	%D%/bgp_run.c %D%/bgp_run.h \
	%D%/bgp_scratch.c %D%/bgp_scratch.h \
	%D%/bgp_send_label.c %D%/bgp_send_label.h \
	%D%/bgp_session.c %D%/bgp_session.h \
	%D%/bgp_stream.c %D%/bgp_stream.h \
	%D%/bgp_table.c %D%/bgp_table.h \
	%D%/bgp_table_neighbors.c \
	%D%/bgp_table_out.c \
	%D%/bgp_table_received.c \
	%D%/bgp_tables.c %D%/bgp_tables.h \
	%D%/bgp_told.c %D%/bgp_told.h \
	%D%/bgp_trace.c %D%/bgp_trace.h \
	%D%/bgp_update_in.c %D%/bgp_update_in.h \
	%D%/bgp_update_out.c %D%/bgp_update_out.h \
	%D%/bgp_vpn.c %D%/bgp_vpn.h \
	%D%/bgp_vpn_table.h \
	%D%/bgp_vrf.c %D%/bgp_vrf.h
