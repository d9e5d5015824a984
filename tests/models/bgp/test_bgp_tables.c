/* SPDX-License-Identifier: Apache-2.0 */
/* What BGP shows: its tables, and what its UPDATEs say. */
#include "models/bgp/bgp_tables.h"
#include "models/net/records.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

#include <string.h>

static void originate(Lab *lab, unsigned i, const char *prefix, uint32_t label)
{
	NetRt rts[2];
	VpnOrigin route = {.label = label, .route_targets = rts, .n_route_targets = 2};

	ck_assert(net_rd_parse("65001:1", &route.rd));
	ck_assert(net_rt_parse("65001:7", &rts[0]));
	ck_assert(net_rt_parse("65001:8", &rts[1]));
	ck_assert(net_prefix_parse(prefix, FALSE, &route.prefix));
	vpn_origin_put(lab_router(lab, i)->bgp, &route);
}

static void withdraw(Lab *lab, unsigned i, const char *prefix)
{
	NetRd rd;
	NetPrefix p;

	ck_assert(net_rd_parse("65001:1", &rd));
	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	bgp_vpn_withdraw(lab_router(lab, i)->bgp, rd, &p);
}

static Lab *pair(void)
{
	static const uint32_t one_as[] = {65001, 65001};
	Lab *lab = lab_new(2, one_as);

	lab_join(lab, 1, 2);
	/* Against the order of prefixes, in which they are shown. */
	originate(lab, 1, "10.9.0.0/16", 29);
	originate(lab, 1, "10.8.0.0/16", 28);
	return lab;
}

static const char *text(Lab *lab, unsigned i, const char *table, const char *columns)
{
	return table_text(table_named(bgp_show_tables, table), lab_router(lab, i)->bgp, columns);
}

START_TEST(paths)
{
	Lab *lab = pair();

	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_str_eq(text(lab, 2, "bgp",
			      "family rd prefix peer type best rule next_hop label as_path "
			      "local_pref med origin route_targets reason"),
			 "vpnv4 | 65001:1 | 10.8.0.0/16 | 10.0.0.1 | internal | yes | only path | "
			 "10.0.0.1 | 28 |  | 100 | 0 | incomplete | 65001:7 65001:8 | -\n"
			 "vpnv4 | 65001:1 | 10.9.0.0/16 | 10.0.0.1 | internal | yes | only path | "
			 "10.0.0.1 | 29 |  | 100 | 0 | incomplete | 65001:7 65001:8 | -\n");
	ck_assert_str_eq(text(lab, 1, "bgp", "prefix peer type best next_hop label"),
			 "10.8.0.0/16 | - | local | yes | - | 28\n"
			 "10.9.0.0/16 | - | local | yes | - | 29\n");
	ck_assert_str_eq(
		text(lab, 1, "bgp-out", "family update_group peers rd prefix next_hop label"),
		"vpnv4 | 1 | 10.0.0.2 | 65001:1 | 10.8.0.0/16 | 10.0.0.1 | 28\n"
		"vpnv4 | 1 | 10.0.0.2 | 65001:1 | 10.9.0.0/16 | 10.0.0.1 | 29\n");
	ck_assert_str_eq(text(lab, 2, "bgp-out", "prefix"), "");

	lab_set_lsp(lab, 2, 1, FALSE);
	withdraw(lab, 1, "10.9.0.0/16");
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_str_eq(text(lab, 2, "bgp", "prefix best rule igp_metric reason"),
			 "10.8.0.0/16 | no | - | - | no LSP to R1\n");
	ck_assert_str_eq(text(lab, 1, "bgp-out", "prefix"), "10.8.0.0/16\n");
	lab_free(lab);
}
END_TEST

START_TEST(better_paths_and_their_rule)
{
	static const uint32_t one_as[] = {65001, 65001, 65001};
	Lab *lab = lab_new(3, one_as);

	lab_join(lab, 1, 2);
	lab_join(lab, 3, 2);
	originate(lab, 1, "10.9.0.0/16", 29);
	originate(lab, 3, "10.9.0.0/16", 30);
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_ptr_nonnull(
		strstr(text(lab, 2, "bgp", "peer best rule"), "10.0.0.1 | yes | router id\n"));
	ck_assert_ptr_nonnull(strstr(text(lab, 2, "bgp", "peer best rule"), "10.0.0.3 | no | -\n"));
	lab_free(lab);
}
END_TEST

START_TEST(sessions)
{
	Lab *lab = pair();

	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_str_eq(
		text(lab, 2, "bgp-sessions",
		     "peer remote_as type state local identifier families hold_time_ns "
		     "received"),
		"10.0.0.1 | 65001 | internal | Established | 10.0.0.2 | 10.0.0.1 | vpnv4 | "
		"180 | 2\n");
	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_SILENT);
	lab_run(lab, 300 * SIM_SEC);
	ck_assert_str_eq(text(lab, 2, "bgp-sessions", "peer identifier families received"),
			 "10.0.0.1 | - | vpnv4 | 0\n");
	lab_free(lab);
}
END_TEST

static void on_advertisement(const TraceRecord *record, void *user)
{
	const TraceAdvertisement *a = (const TraceAdvertisement *)record;
	GString *out = user;

	ck_assert_uint_ge(record->id, TRACE_FIRST_OBSERVER_ID);
	ck_assert_uint_ne(record->cause, 0);
	g_string_append_printf(out, "%s %s %s %s%s ", record->node, a->direction, a->peer,
			       a->withdrawn ? "withdraw " : "", a->family);
	net_rd_append(a->rd, out);
	g_string_append_c(out, ' ');
	net_prefix_append(&a->prefix, out);
	if (!a->withdrawn) {
		g_string_append(out, " via ");
		net_addr_append(&a->next_hop, out);
		g_string_append_printf(out, " label %u path \"%s\" rt ", a->label, a->as_path);
		field_rts.print(&a->route_targets, out);
	} else {
		ck_assert_uint_eq(a->label, NET_LABEL_NONE);
		ck_assert_ptr_null(a->as_path);
		ck_assert(!net_addr_is_set(&a->next_hop));
	}
	g_string_append_c(out, '\n');
}

START_TEST(advertisements)
{
	Lab *lab = pair();
	GString *out = g_string_new(NULL);

	sim_subscribe(lab->sim, &trace_advertisement, on_advertisement, out);
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_str_eq(
		out->str,
		"R1 sent 10.0.0.2 vpnv4 65001:1 10.9.0.0/16 via 10.0.0.1 label 29 path \"\" "
		"rt 65001:7 65001:8\n"
		"R1 sent 10.0.0.2 vpnv4 65001:1 10.8.0.0/16 via 10.0.0.1 label 28 path \"\" "
		"rt 65001:7 65001:8\n"
		"R2 received 10.0.0.1 vpnv4 65001:1 10.9.0.0/16 via 10.0.0.1 label 29 path "
		"\"\" rt 65001:7 65001:8\n"
		"R2 received 10.0.0.1 vpnv4 65001:1 10.8.0.0/16 via 10.0.0.1 label 28 path "
		"\"\" rt 65001:7 65001:8\n");
	g_string_truncate(out, 0);
	withdraw(lab, 1, "10.9.0.0/16");
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_str_eq(out->str, "R1 sent 10.0.0.2 withdraw vpnv4 65001:1 10.9.0.0/16\n"
				   "R2 received 10.0.0.1 withdraw vpnv4 65001:1 10.9.0.0/16\n");
	sim_unsubscribe(lab->sim, on_advertisement, out);
	g_string_free(out, TRUE);
	lab_free(lab);
}
END_TEST

/* Who listens changes nothing of what the models do; without listeners nothing is made. */
START_TEST(advertisements_are_for_observers)
{
	Lab *watched = pair(), *other = pair();
	GString *out = g_string_new(NULL);

	sim_subscribe(watched->sim, &trace_advertisement, on_advertisement, out);
	lab_start(watched);
	lab_start(other);
	lab_run(watched, 5 * SIM_SEC);
	lab_run(other, 5 * SIM_SEC);
	ck_assert_uint_gt(out->len, 0);
	ck_assert_uint_eq(digest_value(&watched->sim->digest), digest_value(&other->sim->digest));
	ck_assert_uint_eq(watched->sim->last_trace_id, other->sim->last_trace_id);
	ck_assert_uint_eq(watched->sim->last_observer_id, other->sim->last_observer_id + 4);
	g_string_free(out, TRUE);
	lab_free(watched);
	lab_free(other);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tables");

	tcase_add_test(tc, paths);
	tcase_add_test(tc, better_paths_and_their_rule);
	tcase_add_test(tc, sessions);
	tcase_add_test(tc, advertisements);
	tcase_add_test(tc, advertisements_are_for_observers);
	return test_main("bgp tables", tc);
}
