/* SPDX-License-Identifier: Apache-2.0 */
/* A VRF's BGP of R1 beside that of the global table: what is redistributed, what is imported, what is told. */
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_tables.h"
#include "models/bgp/bgp_vrf.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#define A "10.1.0.0/16"

static Lab *lab;
static ProtoInstance *global, *vrf;
static Rib *rib;

static void on_chosen(const NetPrefix *prefix, const BgpVrfRoute *route, void *user)
{
	static const char *const origins[] = {
		[BGP_VRF_LEARNED] = "learned",
		[BGP_VRF_CONFIGURED] = "configured",
		[BGP_VRF_REDISTRIBUTED] = "redistributed",
		[BGP_VRF_IMPORTED] = "imported",
	};
	GString *log = user;

	net_prefix_append(prefix, log);
	if (route)
		g_string_append_printf(log, " %s%s med %u\n", origins[route->origin],
				       route->usable ? "" : " unusable", route->attrs->attrs.med);
	else
		g_string_append(log, " none\n");
}

static void *config_of(const ConfigField *fields, unsigned n, size_t size)
{
	void *config = g_malloc0(size);

	config_set_defaults(fields, n, config);
	return config;
}

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 65001};
	LabRouter *r;
	void *config = config_of(bgp_class.fields, bgp_class.n_fields, bgp_class.config_size);

	lab = lab_new(2, as_numbers);
	r = lab_router(lab, 1);
	global = r->bgp;
	rib = rib_add(r->rib_node, fwd_node_add_vrf(r->fwd, "VPN-B"));
	vrf = bgp_class.create(&r->host, rib, config, NULL);
	config_clear(bgp_class.fields, bgp_class.n_fields, config);
	g_free(config);
	bgp_vrf_watch(vrf, on_chosen, lab->log);
}

static void start(void)
{
	lab_start(lab);
	bgp_class.start(vrf);
}

static void teardown(void)
{
	bgp_class.destroy(vrf);
	lab_free(lab);
}

/* What the watcher heard since the last time. */
static void expect(const char *text)
{
	lab_run(lab, lab->sim->now + SIM_SEC);
	ck_assert_str_eq(lab->log->str, text);
	g_string_truncate(lab->log, 0);
}

static void redistribute(const char *prefix, uint32_t med)
{
	NetPrefix p = text_prefix(prefix);

	bgp_vrf_redistribute(vrf, &p, med);
}

static void withdraw(const char *prefix)
{
	NetPrefix p = text_prefix(prefix);

	bgp_vrf_withdraw(vrf, &p);
}

static gboolean lookup(const char *prefix, BgpVrfRoute *out)
{
	NetPrefix p = text_prefix(prefix);

	return bgp_vrf_lookup(vrf, &p, out);
}

START_TEST(redistributed)
{
	BgpVrfRoute route;

	start();
	ck_assert(!lookup(A, &route)); /* of which it never heard */
	redistribute(A, 5);
	ck_assert(!lookup(A, &route)); /* not decided on yet */
	expect(A " redistributed med 5\n");
	ck_assert(lookup(A, &route));
	ck_assert_int_eq(route.origin, BGP_VRF_REDISTRIBUTED);
	ck_assert(route.usable);
	ck_assert_int_eq(route.attrs->attrs.origin, BGP_ORIGIN_INCOMPLETE);
	ck_assert_uint_eq(route.attrs->as_path_length, 0);
	redistribute(A, 5);
	expect("");
	redistribute(A, 6);
	expect(A " redistributed med 6\n");
	withdraw(A);
	expect(A " none\n");
	ck_assert(!lookup(A, &route));
	withdraw(A);
	expect("");
	/* It is the router's own from elsewhere: nothing of it comes back to the table. */
	ck_assert_uint_eq(rib_n_routes(rib), 0);
}
END_TEST

static void add_network(const char *prefix)
{
	const ProtoItem *network = lab_item("network");
	void *config = config_of(network->fields, network->n_fields, network->config_size);

	ck_assert(config_set(&network->fields[0], prefix, config));
	ck_assert(network->add(vrf, NULL, config, NULL));
	config_clear(network->fields, network->n_fields, config);
	g_free(config);
}

/* A network statement holds: neither redistribution nor its end changes what it says. */
START_TEST(configured)
{
	RibSource source;
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.prefix = text_prefix(A), .source = &source, .n_hops = 1, .hops = &hop};
	BgpVrfRoute found;

	rib_source_init(lab_router(lab, 1)->rib_node, &source, "static", "VPN-B");
	add_network(A);
	start();
	rib_route_update(rib, &route);
	expect(A " configured med 0\n");
	redistribute(A, 5);
	withdraw(A);
	expect("");
	ck_assert(lookup(A, &found));
	ck_assert_int_eq(found.attrs->attrs.origin, BGP_ORIGIN_IGP);
	rib_route_withdraw(rib, &source, &route.prefix);
	expect(A " none\n");
}
END_TEST

/* A VRF redistributes by its own attribute. */
START_TEST(not_redistributed_here)
{
	const ProtoItem *item = lab_item("redistribute");
	void *config = text_config(item->fields, item->n_fields, item->config_size, "from=static");
	GError *error = NULL;

	ck_assert(!item->add(vrf, NULL, config, &error));
	ck_assert_str_eq(error->message,
			 "static is redistributed in a VRF by the attribute redistribute of <vrf>");
	g_error_free(error);
	text_free(item->fields, item->n_fields, config);
}
END_TEST

/* What an aggregate stands for is not to be used outside; the aggregate is configured. */
START_TEST(aggregated)
{
	const ProtoItem *aggregate = lab_item("aggregate");
	void *config = text_config(aggregate->fields, aggregate->n_fields, aggregate->config_size,
				   "prefix=10.0.0.0/8 summary-only=yes");
	BgpVrfRoute found;

	ck_assert(aggregate->add(vrf, NULL, config, NULL));
	text_free(aggregate->fields, aggregate->n_fields, config);
	start();
	redistribute(A, 5);
	lab_run(lab, SIM_SEC);
	ck_assert(lookup(A, &found));
	ck_assert_int_eq(found.origin, BGP_VRF_REDISTRIBUTED);
	ck_assert(!found.usable);
	ck_assert(lookup("10.0.0.0/8", &found));
	ck_assert_int_eq(found.origin, BGP_VRF_CONFIGURED);
	ck_assert(found.usable);
}
END_TEST

START_TEST(nobody_watches)
{
	start();
	bgp_vrf_watch(vrf, NULL, NULL);
	redistribute(A, 5);
	expect("");
}
END_TEST

/* Import */

typedef struct Wants {
	Rib *in;
	uint32_t label; /* of the route that is wanted; 0: each is */
	unsigned asked;
} Wants;

static gboolean want(const BgpVpnRoute *route, BgpImport *out, void *user)
{
	Wants *wants = user;

	wants->asked++;
	if (wants->label && route->label != wants->label)
		return FALSE;
	out->in = wants->in;
	out->attrs = bgp_attrset_ref(route->attrs);
	return TRUE;
}

static unsigned import(NetRd rd, const char *prefix, Wants *wants)
{
	NetPrefix p = text_prefix(prefix);

	return bgp_vrf_import(vrf, global, rd, &p, want, wants);
}

static gboolean imports(NetRd rd, const char *prefix)
{
	NetPrefix p = text_prefix(prefix);

	return bgp_vrf_imports(vrf, rd, &p);
}

/* A VPN route of this node, as of another VRF. */
static void originate(NetRd rd, const char *prefix, uint32_t label)
{
	VpnOrigin origin = {.rd = rd, .prefix = text_prefix(prefix), .label = label};

	vpn_origin_put(global, &origin);
}

static Rib *add_other(RibSource *source)
{
	LabRouter *r = lab_router(lab, 1);
	Rib *other = rib_add(r->rib_node, fwd_node_add_vrf(r->fwd, "VPN-A"));

	rib_source_init(r->rib_node, source, "static", "VPN-A");
	return other;
}

static void put_route(Rib *table, const RibSource *source, unsigned n_hops)
{
	RibHop hops[2] = {{.kind = RIB_HOP_DISCARD}, {.kind = RIB_HOP_DISCARD}};
	RibRoute route = {.prefix = text_prefix(A),
			  .source = source,
			  .n_hops = (uint8_t)n_hops,
			  .hops = hops};

	if (n_hops > 0)
		rib_route_update(table, &route);
	else
		rib_route_withdraw(table, source, &route.prefix);
}

/* Of another VRF of the node: its route leads where that VRF's leads. */
START_TEST(imported_from_beside)
{
	RibSource source;
	Wants wants = {.in = add_other(&source)};
	NetPrefix prefix = text_prefix(A);
	BgpVrfRoute found;

	start();
	put_route(wants.in, &source, 1);
	ck_assert_uint_eq(import(1, A, &wants), 0); /* there is none */
	ck_assert_uint_eq(wants.asked, 0);
	originate(1, A, 20);
	lab_run(lab, SIM_SEC);
	ck_assert(!imports(1, A));
	ck_assert_uint_eq(import(1, A, &wants), 1);
	expect(A " imported med 0\n");
	ck_assert(lookup(A, &found));
	ck_assert_int_eq(found.origin, BGP_VRF_IMPORTED);
	ck_assert(imports(1, A));
	ck_assert(!imports(2, A));
	ck_assert_uint_eq(bgp_vrf_count_imported(vrf), 1);
	ck_assert_int_eq(rib_best(rib, &prefix)->hops[0].kind, RIB_HOP_DISCARD);
	ck_assert_ptr_eq(rib_best(rib, &prefix)->hops[0].in, wants.in);
	/* The same again is no change. */
	ck_assert_uint_eq(import(1, A, &wants), 1);
	ck_assert_uint_eq(bgp_of(vrf)->dirty->len, 0);
	expect("");
	/* Nor is another label, which nothing here is sent with. */
	originate(1, A, 30);
	lab_run(lab, lab->sim->now + SIM_SEC);
	ck_assert_uint_eq(import(1, A, &wants), 1);
	ck_assert_uint_eq(bgp_of(vrf)->dirty->len, 0);
	/* That VRF's route leads elsewhere. */
	put_route(wants.in, &source, 2);
	ck_assert_uint_eq(rib_best(rib, &prefix)->n_hops, 1);
	bgp_vrf_follow(vrf, &prefix);
	ck_assert_uint_eq(rib_best(rib, &prefix)->n_hops, 2);
	put_route(wants.in, &source, 0);
	bgp_vrf_follow(vrf, &prefix);
	ck_assert_ptr_null(rib_best(rib, &prefix));
	/* Not wanted any more. */
	wants.label = 99;
	ck_assert_uint_eq(import(1, A, &wants), 0);
	ck_assert_uint_eq(bgp_vrf_count_imported(vrf), 0); /* it is chosen still */
	expect(A " none\n");
	ck_assert(!imports(1, A));
	ck_assert_uint_eq(bgp_vrf_count_imported(vrf), 0);
}
END_TEST

/* Each RD has its path; what has its own here is better, and comes back when that goes. */
START_TEST(imported_beside_others)
{
	RibSource source;
	Wants wants = {.in = add_other(&source)};

	start();
	put_route(wants.in, &source, 1);
	originate(1, A, 20);
	originate(2, A, 21);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(import(1, A, &wants), 1);
	ck_assert_uint_eq(import(2, A, &wants), 1);
	expect(A " imported med 0\n");
	ck_assert_uint_eq(bgp_vrf_count_imported(vrf), 1);
	redistribute(A, 5);
	expect(A " redistributed med 5\n");
	bgp_vrf_follow(vrf, &(NetPrefix){.addr = text_prefix(A).addr, .len = 16}); /* not its */
	ck_assert_uint_eq(rib_n_routes(rib), 0);
	withdraw(A);
	expect(A " imported med 0\n");
	/* One of them is withdrawn: the other is there. */
	bgp_vpn_withdraw(global, 1, &(NetPrefix){.addr = text_prefix(A).addr, .len = 16});
	ck_assert_uint_eq(import(1, A, &wants), 0);
	lab_run(lab, lab->sim->now + SIM_SEC);
	ck_assert(!imports(1, A));
	ck_assert(imports(2, A));
	ck_assert_uint_eq(bgp_vrf_count_imported(vrf), 1);
}
END_TEST

/* A global instance that is stopped has nothing to be imported. */
START_TEST(stopped)
{
	RibSource source;
	Wants wants = {.in = add_other(&source)};

	start();
	put_route(wants.in, &source, 1);
	originate(1, A, 20);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(import(1, A, &wants), 1);
	expect(A " imported med 0\n");
	bgp_class.stop(global);
	ck_assert_uint_eq(import(1, A, &wants), 0);
	expect(A " none\n");
	bgp_class.start(global);
	ck_assert_uint_eq(import(1, A, &wants), 1);
	expect(A " imported med 0\n");
}
END_TEST

/* From another PE: the label and the next hop are its, in the global table, where there must be an LSP. */
START_TEST(imported_from_afar)
{
	static const char columns[] = "prefix best next_hop label reason";
	const TableDef *table = table_named(bgp_show_tables, "bgp");
	Wants wants = {.in = rib_global(lab_router(lab, 1)->rib_node)};
	VpnOrigin origin = {.rd = 1, .prefix = text_prefix(A), .label = 29};
	NetPrefix prefix = text_prefix(A);
	const RibRoute *route;

	lab_join(lab, 1, 2);
	start();
	vpn_origin_put(lab_router(lab, 2)->bgp, &origin);
	lab_run(lab, 10 * SIM_SEC);
	g_string_truncate(lab->log, 0);
	ck_assert_uint_eq(import(1, A, &wants), 1);
	expect(A " imported med 0\n");
	ck_assert_str_eq(table_text(table, vrf, columns), A " | yes | 10.0.0.2 | 29 | -\n");
	route = rib_best(rib, &prefix);
	ck_assert_uint_eq(route->hops[0].labels.label[0].value, 29);
	ck_assert_uint_eq(route->distance, RIB_DISTANCE_IBGP);
	lab_set_lsp(lab, 1, 2, FALSE);
	lab_run(lab, lab->sim->now + SIM_SEC);
	ck_assert_ptr_null(rib_best(rib, &prefix));
	ck_assert_str_eq(table_text(table, vrf, columns),
			 A " | no | 10.0.0.2 | 29 | no LSP to R2\n");
	ck_assert_ptr_nonnull(strstr(lab->log->str, A " imported unusable med 0\n"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_vrf");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, redistributed);
	tcase_add_test(tc, configured);
	tcase_add_test(tc, not_redistributed_here);
	tcase_add_test(tc, aggregated);
	tcase_add_test(tc, nobody_watches);
	tcase_add_test(tc, imported_from_beside);
	tcase_add_test(tc, imported_beside_others);
	tcase_add_test(tc, stopped);
	tcase_add_test(tc, imported_from_afar);
	return test_main("bgp_vrf", tc);
}
