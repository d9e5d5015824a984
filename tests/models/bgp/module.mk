# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_bgp %D%/test_bgp_fsm %D%/test_bgp_script
%C%_test_bgp_SOURCES = %D%/test_bgp.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_fsm_SOURCES = %D%/test_bgp_fsm.c
%C%_test_bgp_fsm_LDADD = $(LINK_TEST) $(LINK_BGP)
EXTRA_DIST += %D%/bgp.fsm %D%/vpn_origin.h
%C%_test_bgp_script_SOURCES = %D%/test_bgp_script.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_script_LDADD = $(LINK_TEST) $(LINK_BGP)

check_PROGRAMS += %D%/test_bgp_stream
%C%_test_bgp_stream_SOURCES = %D%/test_bgp_stream.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_stream_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_rt_filter
%C%_test_bgp_rt_filter_SOURCES = %D%/test_bgp_rt_filter.c
%C%_test_bgp_rt_filter_LDADD = $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_membership
%C%_test_bgp_membership_SOURCES = %D%/test_bgp_membership.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_membership_LDADD = $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_host_route
%C%_test_bgp_host_route_SOURCES = %D%/test_bgp_host_route.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_host_route_LDADD = $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_reflect
%C%_test_bgp_reflect_SOURCES = %D%/test_bgp_reflect.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_reflect_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
dist_check_SCRIPTS += %D%/test-family-rows.sh
check_PROGRAMS += %D%/test_bgp_as_path %D%/test_bgp_attrset %D%/test_bgp_decide %D%/test_bgp_table
%C%_test_bgp_as_path_SOURCES = %D%/test_bgp_as_path.c
%C%_test_bgp_as_path_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_attrset_SOURCES = %D%/test_bgp_attrset.c
%C%_test_bgp_attrset_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_decide_SOURCES = %D%/test_bgp_decide.c %D%/bgp_candidate.h
check_PROGRAMS += %D%/test_bgp_multipath
%C%_test_bgp_multipath_SOURCES = %D%/test_bgp_multipath.c %D%/bgp_candidate.h
%C%_test_bgp_multipath_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_decide_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_table_SOURCES = %D%/test_bgp_table.c
%C%_test_bgp_table_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_tables
%C%_test_bgp_tables_SOURCES = %D%/test_bgp_tables.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_tables_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)

check_PROGRAMS += %D%/test_bgp_config %D%/test_bgp_fsm_action %D%/test_bgp_reach
%C%_test_bgp_config_SOURCES = %D%/test_bgp_config.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_config_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_fsm_action_SOURCES = %D%/test_bgp_fsm_action.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_fsm_action_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_table_neighbors
%C%_test_bgp_table_neighbors_SOURCES = %D%/test_bgp_table_neighbors.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_table_neighbors_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_admin %D%/test_bgp_limit
%C%_test_bgp_admin_SOURCES = %D%/test_bgp_admin.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_admin_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_limit_SOURCES = %D%/test_bgp_limit.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_limit_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_refresh %D%/test_bgp_negotiate
%C%_test_bgp_refresh_SOURCES = %D%/test_bgp_refresh.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_refresh_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_negotiate_SOURCES = %D%/test_bgp_negotiate.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_negotiate_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_update_in
%C%_test_bgp_update_in_SOURCES = %D%/test_bgp_update_in.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_update_in_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
%C%_test_bgp_reach_SOURCES = %D%/test_bgp_reach.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_reach_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_accept
%C%_test_bgp_accept_SOURCES = %D%/test_bgp_accept.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_accept_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_egress
%C%_test_bgp_egress_SOURCES = %D%/test_bgp_egress.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_egress_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_exchange
%C%_test_bgp_exchange_SOURCES = %D%/test_bgp_exchange.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_exchange_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_aggregate %D%/test_bgp_merge
%C%_test_bgp_aggregate_SOURCES = %D%/test_bgp_aggregate.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_aggregate_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
%C%_test_bgp_merge_SOURCES = %D%/test_bgp_merge.c
%C%_test_bgp_merge_LDADD = $(LINK_TEST) $(LINK_BGP)

check_PROGRAMS += %D%/test_bgp_advertisement %D%/test_bgp_ingress %D%/test_bgp_peer
%C%_test_bgp_advertisement_SOURCES = %D%/test_bgp_advertisement.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_advertisement_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_ingress_SOURCES = %D%/test_bgp_ingress.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_ingress_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_peer_SOURCES = %D%/test_bgp_peer.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_peer_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_receive %D%/test_bgp_session
%C%_test_bgp_receive_SOURCES = %D%/test_bgp_receive.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_receive_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_session_SOURCES = %D%/test_bgp_session.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_session_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_hybrid
%C%_test_bgp_hybrid_SOURCES = %D%/test_bgp_hybrid.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_hybrid_LDADD = $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_group %D%/test_bgp_table_out
%C%_test_bgp_group_SOURCES = %D%/test_bgp_group.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_group_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_table_out_SOURCES = %D%/test_bgp_table_out.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_table_out_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_packing %D%/test_bgp_told %D%/test_bgp_update_out
%C%_test_bgp_packing_SOURCES = %D%/test_bgp_packing.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_packing_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_told_SOURCES = %D%/test_bgp_told.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_told_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_update_out_SOURCES = %D%/test_bgp_update_out.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_update_out_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_table_received
%C%_test_bgp_table_received_SOURCES = %D%/test_bgp_table_received.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_table_received_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_nexthop %D%/test_bgp_loc_rib %D%/test_bgp_rib
%C%_test_bgp_nexthop_SOURCES = %D%/test_bgp_nexthop.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_nexthop_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_loc_rib_SOURCES = %D%/test_bgp_loc_rib.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_loc_rib_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_rib_SOURCES = %D%/test_bgp_rib.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/bgp_paths.h
%C%_test_bgp_rib_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_vpn %D%/test_bgp_vrf
%C%_test_bgp_vpn_SOURCES = %D%/test_bgp_vpn.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_vpn_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_vrf_SOURCES = %D%/test_bgp_vrf.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_vrf_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_community %D%/test_bgp_import %D%/test_bgp_policy_rules
%C%_test_bgp_community_SOURCES = %D%/test_bgp_community.c
%C%_test_bgp_community_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_import_SOURCES = %D%/test_bgp_import.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_import_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
%C%_test_bgp_policy_rules_SOURCES = %D%/test_bgp_policy_rules.c
%C%_test_bgp_policy_rules_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_decoded
%C%_test_bgp_decoded_SOURCES = %D%/test_bgp_decoded.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_decoded_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_redistribute
%C%_test_bgp_redistribute_SOURCES = %D%/test_bgp_redistribute.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_redistribute_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_policy
%C%_test_bgp_policy_SOURCES = %D%/test_bgp_policy.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_policy_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_family %D%/test_bgp_fields %D%/test_bgp_policy_lists %D%/test_bgp_run \
	%D%/test_bgp_scratch %D%/test_bgp_trace
%C%_test_bgp_family_SOURCES = %D%/test_bgp_family.c
%C%_test_bgp_family_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_fields_SOURCES = %D%/test_bgp_fields.c
%C%_test_bgp_fields_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_policy_lists_SOURCES = %D%/test_bgp_policy_lists.c
%C%_test_bgp_policy_lists_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_run_SOURCES = %D%/test_bgp_run.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_run_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_scratch_SOURCES = %D%/test_bgp_scratch.c
%C%_test_bgp_scratch_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_trace_SOURCES = %D%/test_bgp_trace.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_trace_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_keep
%C%_test_bgp_keep_SOURCES = %D%/test_bgp_keep.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_keep_LDADD = $(lib_table_text) $(LINK_BGP) $(LINK_TEST)
check_PROGRAMS += %D%/test_bgp_mutated
%C%_test_bgp_mutated_SOURCES = %D%/test_bgp_mutated.c %D%/bgp_lab.c %D%/bgp_lab.h \
	%D%/bgp_script.c %D%/bgp_script.h
%C%_test_bgp_mutated_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_label %D%/test_bgp_label_shared %D%/test_bgp_lsp %D%/test_bgp_send_label
%C%_test_bgp_label_SOURCES = %D%/test_bgp_label.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/border_lab.c %D%/border_lab.h
%C%_test_bgp_label_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_label_shared_SOURCES = %D%/test_bgp_label_shared.c %D%/bgp_lab.c %D%/bgp_lab.h %D%/border_lab.c %D%/border_lab.h
%C%_test_bgp_label_shared_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_lsp_SOURCES = %D%/test_bgp_lsp.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_lsp_LDADD = $(LINK_TEST) $(LINK_BGP)
check_PROGRAMS += %D%/test_bgp_policy_label
%C%_test_bgp_policy_label_SOURCES = %D%/test_bgp_policy_label.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_policy_label_LDADD = $(LINK_TEST) $(LINK_BGP)
%C%_test_bgp_send_label_SOURCES = %D%/test_bgp_send_label.c %D%/bgp_lab.c %D%/bgp_lab.h
%C%_test_bgp_send_label_LDADD = $(LINK_TEST) $(LINK_BGP)
