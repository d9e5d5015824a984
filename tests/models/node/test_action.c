/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"
#include "models/node/action.h"
#include "models/static/static.h"
#include "tests/testing.h"

#include <string.h>

/* A -- B, and A -- C by two links; A has a VRF and runs static in both its tables. */
static Sim *sim;
static Network *network;
static Node *a;
static FwdLink *link_;
static GString *log_;

static void on_record(const TraceRecord *record, void *user)
{
	const TraceAction *action = (const TraceAction *)record;

	(void)user;
	g_string_append_printf(log_, "%d %s %s\n", (int)(record->time / SIM_SEC), action->kind,
			       action->target);
}

static FwdLink *join(Node *one, const char *name, Node *other, const char *other_name)
{
	return network_add_link(
		network,
		node_add_interface(one, name, FWD_IFACE_ETHERNET, NULL, NULL, 0, FALSE, NULL),
		node_add_interface(other, other_name, FWD_IFACE_ETHERNET, NULL, NULL, 0, FALSE,
				   NULL),
		SIM_MSEC, 0);
}

static void setup(void)
{
	NetAddr id = net_addr_ipv4(0x0a000001);
	NodeVrfConfig vrf = {.name = "VPN-B", .rd = 1};
	Node *b, *c;

	sim = sim_new(1);
	log_ = g_string_new(NULL);
	network = network_new(sim);
	a = network_add_node(network, "A", NODE_PE, 1, NULL, &id, NULL);
	b = network_add_node(network, "B", NODE_P, 1, NULL, &id, NULL);
	c = network_add_node(network, "C", NODE_P, 1, NULL, &id, NULL);
	ck_assert_ptr_nonnull(node_add_vrf(a, &vrf, NULL));
	ck_assert_ptr_nonnull(policy_set_add_map(a->policies, "in", NULL));
	node_add_protocol(a, &static_class, NULL, NULL, NULL);
	node_add_protocol(a, &static_class, "VPN-B", NULL, NULL);
	node_add_interface(a, "lo", FWD_IFACE_LOOPBACK, NULL, NULL, 0, FALSE, NULL);
	link_ = join(a, "b", b, "a");
	join(a, "c1", c, "a1");
	join(a, "c2", c, "a2");
	sim_subscribe(sim, &trace_action, on_record, NULL);
	network_start(network);
}

static void teardown(void)
{
	network_free(network);
	sim_free(sim);
	g_string_free(log_, TRUE);
}

/* An action's configuration from attribute, value, ..., NULL. */
static void *config_of(const ActionClass *class_, va_list args)
{
	void *config = g_malloc0(class_->config_size);
	const char *name;

	config_set_defaults(class_->fields, class_->n_fields, config);
	while ((name = va_arg(args, const char *))) {
		const ConfigField *field = config_find(class_->fields, class_->n_fields, name);

		ck_assert_msg(field != NULL, "%s", name);
		ck_assert(config_set(field, va_arg(args, const char *), config));
	}
	return config;
}

static const ActionClass *action_class(const char *element)
{
	for (unsigned i = 0; action_classes[i]; i++)
		if (strcmp(action_classes[i]->element, element) == 0)
			return action_classes[i];
	ck_abort_msg("no action \"%s\"", element);
	return NULL;
}

static void schedule(unsigned seconds, const char *element, ...)
{
	const ActionClass *class_ = action_class(element);
	GError *error = NULL;
	void *config;
	va_list args;

	va_start(args, element);
	config = config_of(class_, args);
	va_end(args);
	class_->check(network, config, &error);
	ck_assert_msg(!error, "%s", error ? error->message : "");
	network_schedule(network, seconds * SIM_SEC, class_, config);
}

static void refused(const char *text, const char *element, ...)
{
	const ActionClass *class_ = action_class(element);
	GError *error = NULL;
	void *config;
	va_list args;

	va_start(args, element);
	config = config_of(class_, args);
	va_end(args);
	ck_assert(!class_->check(network, config, &error));
	ck_assert_str_eq(error->message, text);
	g_error_free(error);
	config_clear(class_->fields, class_->n_fields, config);
	g_free(config);
}

static void run(unsigned seconds)
{
	sim_run(sim, seconds * SIM_SEC);
}

START_TEST(a_link_fails_and_heals)
{
	schedule(1, "link", "a", "A", "b", "B", "state", "silent", NULL);
	schedule(2, "link", "a", "B:a", "b", "A", "state", "down", NULL);
	schedule(3, "link", "a", "A:b", "b", "B:a", "state", "up", NULL);
	run(1);
	ck_assert_int_eq(link_->state, FWD_LINK_SILENT);
	run(2);
	ck_assert_int_eq(link_->state, FWD_LINK_DOWN);
	ck_assert(!fwd_iface_is_up(fwd_node_iface(a->fwd, "b")));
	run(3);
	ck_assert_int_eq(link_->state, FWD_LINK_UP);
	ck_assert_str_eq(log_->str, "1 link-silent A--B\n2 link-down B:a--A\n3 link-up A:b--B:a\n");
}
END_TEST

START_TEST(a_link_loses_frames)
{
	schedule(1, "link", "a", "B", "b", "A", "loss", "2.05%", "loss-one-way", "yes", NULL);
	schedule(2, "link", "a", "A", "b", "B", "loss", "0.0001%", "state", "down", NULL);
	schedule(3, "link", "a", "A", "b", "B", "state", "up", NULL);
	schedule(4, "link", "a", "A", "b", "B", "loss", "0%", NULL);
	run(1);
	ck_assert_uint_eq(link_->sides[0].loss, 0);
	ck_assert_uint_eq(link_->sides[1].loss, 20500);
	run(3);
	ck_assert_uint_eq(link_->sides[0].loss, 1);
	ck_assert_uint_eq(link_->sides[1].loss, 1);
	run(4);
	ck_assert_uint_eq(link_->sides[0].loss + link_->sides[1].loss, 0);
	ck_assert_str_eq(log_->str,
			 "1 link-loss B--A loss 2.05% one-way\n2 link-down A--B loss 0.0001%\n"
			 "3 link-up A--B\n4 link-loss A--B loss 0%\n");
	refused("write state=\"...\", loss=\"...\" or both", "link", "a", "A", "b", "B", NULL);
}
END_TEST

START_TEST(an_interface_is_shut_or_silent)
{
	FwdIface *b = fwd_node_iface(a->fwd, "b");

	schedule(1, "interface", "node", "A", "name", "b", "state", "shut", NULL);
	schedule(2, "interface", "node", "A", "name", "b", "state", "silent", NULL);
	schedule(3, "interface", "node", "A", "name", "b", "state", "silent", NULL);
	schedule(4, "interface", "node", "A", "name", "b", "state", "up", NULL);
	schedule(1, "interface", "node", "A", "name", "lo", "state", "shut", NULL);
	run(1);
	ck_assert(!fwd_iface_is_up(b) && !link_->carrier);
	ck_assert(!fwd_iface_is_up(fwd_node_iface(a->fwd, "lo")));
	run(3);
	ck_assert(fwd_iface_is_up(b) && b->silent && link_->carrier);
	ck_assert_uint_eq(link_->n_silent, 1);
	run(4);
	ck_assert(fwd_iface_is_up(b) && !b->silent && link_->n_silent == 0);
	ck_assert_str_eq(log_->str, "1 interface-shut A:b\n1 interface-shut A:lo\n"
				    "2 interface-silent A:b\n3 interface-silent A:b\n"
				    "4 interface-up A:b\n");
	refused("there is no interface \"c9\" on a node \"A\"; write the names of a node and its "
		"interface",
		"interface", "node", "A", "name", "c9", "state", "shut", NULL);
	refused("there is no interface \"b\" on a node \"Z\"; write the names of a node and its "
		"interface",
		"interface", "node", "Z", "name", "b", "state", "shut", NULL);
	refused("\"lo\" of node \"A\" is on no link, where it could be silent; write shut",
		"interface", "node", "A", "name", "lo", "state", "silent", NULL);
}
END_TEST

START_TEST(one_of_two_links_has_to_be_named)
{
	unsigned n;

	refused("2 links join \"A\" and \"C\"; write node:interface", "link", "a", "A", "b", "C",
		"state", "down", NULL);
	schedule(1, "link", "a", "A", "b", "C:a2", "state", "down", NULL);
	run(1);
	ck_assert_int_eq(network_link(network, "A", "C", "c1", NULL, &n)->state, FWD_LINK_UP);
	ck_assert_int_eq(network_link(network, "A", "C", "c2", NULL, &n)->state, FWD_LINK_DOWN);
}
END_TEST

START_TEST(links_that_are_not_there_are_refused)
{
	refused("there is no link between \"B\" and \"C\"; write two nodes that one joins, or "
		"node:interface",
		"link", "a", "B", "b", "C", "state", "down", NULL);
	refused("there is no link between \"\" and \"B\"; write two nodes that one joins, or "
		"node:interface",
		"link", "a", "", "b", "B", "state", "down", NULL);
}
END_TEST

START_TEST(a_protocol_stops_and_starts)
{
	ProtoInstance *global = node_protocol(a, "static", NULL);
	ProtoInstance *vpn = node_protocol(a, "static", "VPN-B");

	schedule(1, "protocol", "node", "A", "name", "static", "running", "no", NULL);
	schedule(2, "protocol", "node", "A", "name", "static", "running", "no", NULL);
	schedule(3, "protocol", "node", "A", "name", "static", "vrf", "VPN-B", "running", "no",
		 NULL);
	schedule(4, "protocol", "node", "A", "name", "static", "running", "yes", NULL);
	run(1);
	ck_assert(!global->running && vpn->running);
	run(3);
	ck_assert(!global->running && !vpn->running);
	run(4);
	ck_assert(global->running && !vpn->running);
	ck_assert_str_eq(log_->str, "1 protocol-stop A static\n2 protocol-stop A static\n"
				    "3 protocol-stop A static VPN-B\n4 protocol-start A static\n");
}
END_TEST

START_TEST(protocols_that_do_not_run_are_refused)
{
	refused("there is no node \"X\"; write the name of a node", "protocol", "node", "X", "name",
		"static", "running", "no", NULL);
	refused("node \"A\" does not run ospf; write a protocol that it runs", "protocol", "node",
		"A", "name", "ospf", "running", "no", NULL);
	refused("node \"A\" does not run static in VRF VPN-A; write a protocol that it runs",
		"protocol", "node", "A", "name", "static", "vrf", "VPN-A", "running", "no", NULL);
}
END_TEST

START_TEST(route_targets_change)
{
	schedule(1, "route-target", "node", "A", "vrf", "VPN-B", "import", "1:1 1:2", "export",
		 "1:3", NULL);
	run(1);
	ck_assert_str_eq(log_->str, "1 route-target A VPN-B import 1:1 1:2 export 1:3\n");
	refused("write import=\"...\", export=\"...\" or both", "route-target", "node", "A", "vrf",
		"VPN-B", NULL);
	refused("there is no VRF \"VPN-A\" on a node \"A\"; write the names of a node and its VRF",
		"route-target", "node", "A", "vrf", "VPN-A", "import", "1:1", NULL);
	refused("there is no VRF \"VPN-B\" on a node \"B\"; write the names of a node and its VRF",
		"route-target", "node", "B", "vrf", "VPN-B", "import", "1:1", NULL);
}
END_TEST

START_TEST(a_vrf_gets_maps_and_labels)
{
	schedule(1, "vrf", "node", "A", "name", "VPN-B", "import-map", "in", "export-map", "none",
		 "label-mode", "per-vrf", NULL);
	schedule(2, "vrf", "node", "A", "name", "VPN-B", "export-map", "in", NULL);
	run(2);
	ck_assert_str_eq(log_->str,
			 "1 vrf A VPN-B import-map in export-map none label-mode per-vrf\n"
			 "2 vrf A VPN-B export-map in\n");
	refused("write what changes, such as import-map=\"...\" or state=\"shut\"", "vrf", "node",
		"A", "name", "VPN-B", NULL);
	refused("there is no VRF \"VPN-A\" on a node \"A\"; write the names of a node and its VRF",
		"vrf", "node", "A", "name", "VPN-A", "import-map", "in", NULL);
	refused("export-map: there is no route-map \"inn\"; did you mean \"in\"?", "vrf", "node",
		"A", "name", "VPN-B", "export-map", "inn", NULL);
}
END_TEST

/* What was shut or stopped itself stays so. */
START_TEST(a_vrf_is_shut)
{
	FwdIface *one =
		node_add_interface(a, "one", FWD_IFACE_LOOPBACK, "VPN-B", NULL, 0, FALSE, NULL);
	FwdIface *two =
		node_add_interface(a, "two", FWD_IFACE_LOOPBACK, "VPN-B", NULL, 0, FALSE, NULL);
	ProtoInstance *global = node_protocol(a, "static", NULL);

	fwd_iface_set_shut(one, FALSE);
	schedule(1, "vrf", "node", "A", "name", "VPN-B", "state", "shut", "redistribute",
		 "connected static", NULL);
	schedule(3, "vrf", "node", "A", "name", "VPN-B", "state", "up", NULL);
	schedule(4, "protocol", "node", "A", "name", "static", "vrf", "VPN-B", "running", "no",
		 NULL);
	schedule(5, "vrf", "node", "A", "name", "VPN-B", "state", "shut", NULL);
	schedule(6, "protocol", "node", "A", "name", "static", "vrf", "VPN-B", "running", "yes",
		 NULL);
	schedule(7, "vrf", "node", "A", "name", "VPN-B", "state", "up", NULL);
	ck_assert(fwd_iface_is_up(one) && !fwd_iface_is_up(two));
	run(1);
	ck_assert(!fwd_iface_is_up(one) && global->running);
	ck_assert(!node_protocol(a, "static", "VPN-B")->running);
	node_crash(a);
	node_restart(a);
	ck_assert(!fwd_iface_is_up(one) && !node_protocol(a, "static", "VPN-B")->running);
	run(3);
	ck_assert(fwd_iface_is_up(one) && !fwd_iface_is_up(two));
	ck_assert(node_protocol(a, "static", "VPN-B")->running);
	run(6);
	ck_assert(!node_protocol(a, "static", "VPN-B")->running);
	run(7);
	ck_assert(node_protocol(a, "static", "VPN-B")->running);
	ck_assert(g_str_has_prefix(log_->str, "1 vrf-shut A VPN-B redistribute connected static\n"
					      "3 vrf-up A VPN-B\n"));
}
END_TEST

static uint64_t action_id;
static unsigned followed;

static void keep_id(const TraceRecord *record, void *user)
{
	(void)user;
	action_id = record->id;
	ck_assert_uint_eq(record->cause, 0);
	ck_assert_uint_eq(sim->epoch, 1);
}

static void on_iface(FwdIface *iface, gboolean up, void *user)
{
	(void)iface;
	(void)up;
	(void)user;
	ck_assert_uint_eq(sim->cause, action_id);
	ck_assert_int_eq(sim->class_, SIM_WORK);
	followed++;
}

START_TEST(an_action_is_a_perturbation_and_a_cause)
{
	sim_subscribe(sim, &trace_action, keep_id, NULL);
	fwd_node_watch_ifaces(a->fwd, on_iface, NULL);
	schedule(1, "link", "a", "A", "b", "B", "state", "down", NULL);
	ck_assert_uint_eq(sim->epoch, 0);
	run(2);
	ck_assert_uint_eq(followed, 1);
	ck_assert_uint_ne(action_id, 0);
}
END_TEST

START_TEST(actions_of_one_instant_keep_their_order)
{
	schedule(1, "link", "a", "A", "b", "B", "state", "down", NULL);
	schedule(1, "link", "a", "A", "b", "B", "state", "silent", NULL);
	run(1);
	ck_assert_int_eq(link_->state, FWD_LINK_SILENT);
}
END_TEST

START_TEST(an_action_to_come_is_no_work_and_may_never_come)
{
	schedule(1000, "route-target", "node", "A", "vrf", "VPN-B", "import", "1:1", NULL);
	ck_assert(sim_run_quiet(sim, 100 * SIM_SEC));
	ck_assert_str_eq(log_->str, "");
}
END_TEST

START_TEST(every_action_has_what_the_loader_needs)
{
	for (unsigned i = 0; action_classes[i]; i++) {
		ck_assert_ptr_eq(action_class(action_classes[i]->element), action_classes[i]);
		ck_assert_ptr_nonnull(action_classes[i]->doc);
		ck_assert_uint_gt(action_classes[i]->n_fields, 0);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("action");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_link_fails_and_heals);
	tcase_add_test(tc, a_link_loses_frames);
	tcase_add_test(tc, an_interface_is_shut_or_silent);
	tcase_add_test(tc, one_of_two_links_has_to_be_named);
	tcase_add_test(tc, links_that_are_not_there_are_refused);
	tcase_add_test(tc, a_protocol_stops_and_starts);
	tcase_add_test(tc, protocols_that_do_not_run_are_refused);
	tcase_add_test(tc, route_targets_change);
	tcase_add_test(tc, a_vrf_gets_maps_and_labels);
	tcase_add_test(tc, a_vrf_is_shut);
	tcase_add_test(tc, an_action_is_a_perturbation_and_a_cause);
	tcase_add_test(tc, actions_of_one_instant_keep_their_order);
	tcase_add_test(tc, an_action_to_come_is_no_work_and_may_never_come);
	tcase_add_test(tc, every_action_has_what_the_loader_needs);
	return test_main("action", tc);
}
