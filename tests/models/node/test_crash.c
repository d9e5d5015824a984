/* SPDX-License-Identifier: Apache-2.0 */
/* Two routers with OSPF and static routes, of which one crashes and starts again. */
#include "models/node/action.h"
#include "models/node/network.h"
#include "models/node/tables.h"
#include "models/ospf/ospf.h"
#include "models/static/static.h"
#include "tests/testing.h"

#include <string.h>

static Sim *sim;
static Network *network;
static Node *a, *b;

static NetPrefix prefix(const char *text)
{
	NetPrefix out;

	ck_assert(net_prefix_parse(text, TRUE, &out));
	return out;
}

static FwdIface *add_iface(Node *node, const char *name, FwdIfaceKind kind, const char *address)
{
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	NetPrefix p = prefix(address);
	FwdIface *iface;

	g_array_append_val(addresses, p);
	iface = node_add_interface(node, name, kind, NULL, addresses, 0, FALSE, NULL);
	ck_assert_ptr_nonnull(iface);
	g_array_free(addresses, TRUE);
	return iface;
}

/* A configuration of defaults, but for what is written as name, text, name, text, NULL. */
static void *configured(const ConfigField *fields, unsigned n, size_t size,
			const char *const *texts)
{
	void *config = g_malloc0(size + 1); /* some have no members */

	config_set_defaults(fields, n, config);
	for (; texts && texts[0]; texts += 2)
		ck_assert(config_set(config_find(fields, n, texts[0]), texts[1], config));
	return config;
}

static ProtoInstance *add_protocol(Node *node, const ProtoClass *class_)
{
	void *config = configured(class_->fields, class_->n_fields, class_->config_size, NULL);
	ProtoInstance *instance = node_add_protocol(node, class_, NULL, config, NULL);

	ck_assert_ptr_nonnull(instance);
	config_clear(class_->fields, class_->n_fields, config);
	g_free(config);
	return instance;
}

static void add_item(Node *node, ProtoInstance *instance, FwdIface *iface, const char *const *texts)
{
	const ProtoItem *item = &instance->class_->items[0];
	void *config = configured(item->fields, item->n_fields, item->config_size, texts);

	ck_assert(node_add_item(node, instance, item, iface, config, NULL));
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
}

static FwdIface *add_router(Node **node, const char *name, const char *loopback,
			    const char *address)
{
	NetPrefix id = prefix(loopback);
	static const char *const fixed[] = {"prefix", "192.0.2.0/24", "via", "10.1.0.9", NULL};
	ProtoInstance *ospf;
	FwdIface *lo, *eth;

	*node = network_add_node(network, name, NODE_P, 1, NULL, &id.addr, NULL);
	lo = add_iface(*node, "lo", FWD_IFACE_LOOPBACK, loopback);
	eth = add_iface(*node, "eth", FWD_IFACE_ETHERNET, address);
	ospf = add_protocol(*node, &ospf_class);
	add_item(*node, ospf, lo, NULL);
	add_item(*node, ospf, eth, NULL);
	add_item(*node, add_protocol(*node, &static_class), NULL, fixed);
	return eth;
}

static void setup(void)
{
	FwdIface *ends[2];

	sim = sim_new(1);
	network = network_new(sim);
	ends[0] = add_router(&a, "A", "10.0.0.1/32", "10.1.0.1/24");
	ends[1] = add_router(&b, "B", "10.0.0.2/32", "10.1.0.2/24");
	network_add_link(network, ends[0], ends[1], SIM_MSEC, 0);
	network_start(network);
	sim_run(sim, 60 * SIM_SEC);
}

static void teardown(void)
{
	network_free(network);
	sim_free(sim);
}

static void run(SimTime duration)
{
	sim_run(sim, sim->now + duration);
}

/* "ospf", "static" ... of the best route, "none". */
static const char *route(const Node *node, const char *text)
{
	NetPrefix p = prefix(text);
	const RibRoute *best = rib_best(rib_global(node->rib), &p);

	return best ? best->source->protocol : "none";
}

START_TEST(crash_and_restart)
{
	ck_assert_str_eq(route(a, "10.0.0.2/32"), "ospf");
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "ospf");
	node_crash(b);
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "none");
	ck_assert_str_eq(route(b, "10.0.0.2/32"), "none"); /* not even itself */
	ck_assert_str_eq(route(b, "192.0.2.0/24"), "none");
	ck_assert_ptr_null(node_protocol(b, "ospf", NULL));
	run(SIM_SEC);
	ck_assert_str_eq(route(a, "10.0.0.2/32"), "none");
	run(100 * SIM_SEC);
	node_restart(b);
	ck_assert_ptr_nonnull(node_protocol(b, "ospf", NULL));
	run(60 * SIM_SEC);
	ck_assert_str_eq(route(a, "10.0.0.2/32"), "ospf");
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "ospf");
	ck_assert_str_eq(route(b, "10.0.0.2/32"), "connected");
	ck_assert_str_eq(route(b, "192.0.2.0/24"), "static");
}
END_TEST

static void count_row(const void *row, void *user)
{
	(void)row;
	(*(unsigned *)user)++;
}

static unsigned rows(const Node *node, const TableDef *table)
{
	unsigned n = 0;

	node_table_foreach(node, table, count_row, &n);
	return n;
}

/* Each table can be shown while the node is down; it has no routes and no sessions then. */
START_TEST(tables_of_a_node_that_is_down)
{
	GPtrArray *all = node_tables();

	ck_assert_uint_gt(rows(b, node_table("sessions")), 0);
	node_crash(b);
	for (unsigned i = 0; i < all->len; i++)
		rows(b, g_ptr_array_index(all, i));
	ck_assert_uint_eq(rows(b, node_table("sessions")), 0);
	ck_assert_uint_eq(b->protocols->len, 0);
	node_restart(b);
	run(60 * SIM_SEC);
	ck_assert_uint_gt(rows(b, node_table("sessions")), 0);
	g_ptr_array_free(all, TRUE);
}
END_TEST

static void count_sent(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	(void)link, (void)frame;
	*(unsigned *)user += from->node == b->fwd;
}

/* Not a word, neither at the crash nor after it. */
START_TEST(silence)
{
	unsigned sent = 0;

	fwd_link_add_tap(g_ptr_array_index(network->links, 0), count_sent, &sent);
	node_crash(b);
	run(100 * SIM_SEC);
	ck_assert_uint_eq(sent, 0);
	node_restart(b);
	run(SIM_SEC);
	ck_assert_uint_gt(sent, 0);
}
END_TEST

START_TEST(twice_is_once)
{
	node_restart(b);
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "ospf");
	node_crash(b);
	node_crash(b);
	node_restart(b);
	node_restart(b);
	run(60 * SIM_SEC);
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "ospf");
}
END_TEST

START_TEST(again_and_again)
{
	for (unsigned i = 0; i < 10; i++) {
		node_crash(b);
		run(7 * SIM_SEC);
		node_restart(b);
		run((i + 1) * SIM_SEC); /* in midst of the exchange with A */
	}
	run(60 * SIM_SEC);
	ck_assert_str_eq(route(a, "10.0.0.2/32"), "ospf");
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "ospf");
}
END_TEST

/* What was taken out of the configuration does not come back with the node. */
START_TEST(configuration_outlives_the_crash)
{
	ck_assert(node_set_running(b, "static", NULL, FALSE));
	node_crash(b);
	ck_assert(node_set_running(b, "ospf", NULL, FALSE));
	ck_assert(!node_set_running(b, "bgp", NULL, FALSE));
	node_restart(b);
	run(60 * SIM_SEC);
	ck_assert_str_eq(route(b, "192.0.2.0/24"), "none");
	ck_assert_str_eq(route(b, "10.0.0.1/32"), "none");
	ck_assert_str_eq(route(b, "10.0.0.2/32"), "connected");
	ck_assert(node_set_running(b, "static", NULL, TRUE));
	ck_assert_str_eq(route(b, "192.0.2.0/24"), "static");
}
END_TEST

/* Both at once, and the network goes while one is down. */
START_TEST(freed_while_down)
{
	node_crash(a);
	node_crash(b);
	run(SIM_SEC);
	node_restart(a);
	run(SIM_SEC);
	ck_assert(!fwd_iface_is_up(fwd_node_iface(a->fwd, "eth")));
	ck_assert_str_eq(route(a, "10.0.0.1/32"), "connected");
}
END_TEST

/* ---- The operator's action ---- */

static const ActionClass *action_on_node(void)
{
	unsigned i = 0;

	while (strcmp(action_classes[i]->element, "node") != 0)
		i++;
	return action_classes[i];
}

static void act(SimTime after, const char *name, const char *state)
{
	const ActionClass *class_ = action_on_node();
	const char *const texts[] = {"name", name, "state", state, NULL};
	void *config = configured(class_->fields, class_->n_fields, class_->config_size, texts);

	ck_assert(class_->check(network, config, NULL));
	network_schedule(network, sim->now + after, class_, config);
}

static void refuse(const char *name, const char *state, const char *expected)
{
	const ActionClass *class_ = action_on_node();
	const char *const texts[] = {"name", name, "state", state, NULL};
	void *config = configured(class_->fields, class_->n_fields, class_->config_size, texts);
	GError *error = NULL;

	ck_assert(!class_->check(network, config, &error));
	ck_assert_str_eq(error->message, expected);
	g_error_free(error);
	config_clear(class_->fields, class_->n_fields, config);
	g_free(config);
}

START_TEST(action)
{
	act(SIM_SEC, "B", "crash");
	act(30 * SIM_SEC, "B", "restart");
	run(2 * SIM_SEC);
	ck_assert_str_eq(route(a, "10.0.0.2/32"), "none");
	run(90 * SIM_SEC);
	ck_assert_str_eq(route(a, "10.0.0.2/32"), "ospf");
	refuse("C", "crash", "there is no node \"C\"; write the name of a node");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("crash");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, crash_and_restart);
	tcase_add_test(tc, tables_of_a_node_that_is_down);
	tcase_add_test(tc, silence);
	tcase_add_test(tc, twice_is_once);
	tcase_add_test(tc, again_and_again);
	tcase_add_test(tc, configuration_outlives_the_crash);
	tcase_add_test(tc, freed_while_down);
	tcase_add_test(tc, action);
	return test_main("crash", tc);
}
