/* SPDX-License-Identifier: Apache-2.0 */
/* VLAN interfaces, segments, and what the action "link" does to one direction. */
#include "models/node/action.h"
#include "models/node/network.h"
#include "tests/testing.h"

static Sim *sim;
static Network *network;
static Node *a, *b, *c;

static Node *add_node(const char *name)
{
	return network_add_node(network, name, NODE_P, 0, NULL, &net_addr_none, NULL);
}

static FwdIface *add_iface(Node *node, const char *name)
{
	return node_add_interface(node, name, FWD_IFACE_ETHERNET, NULL, NULL, 0, FALSE, NULL);
}

static void setup(void)
{
	sim = sim_new(1);
	network = network_new(sim);
	a = add_node("A");
	b = add_node("B");
	c = add_node("C");
}

static void teardown(void)
{
	network_free(network);
	sim_free(sim);
}

static void expect_error(const void *result, GError **error, const char *text)
{
	ck_assert_ptr_null(result);
	ck_assert_str_eq((*error)->message, text);
	g_clear_error(error);
}

START_TEST(vlans)
{
	FwdIface *port = add_iface(a, "e"), *vlan;
	GError *error = NULL;

	vlan = node_add_vlan(a, "e.10", port, 10, NULL, NULL, 0, TRUE, &error);
	ck_assert(vlan && vlan->mpls && vlan->shut);
	ck_assert_ptr_eq(fwd_node_iface(a->fwd, "e.10"), vlan);
	expect_error(node_add_vlan(a, "e.10", port, 11, NULL, NULL, 0, FALSE, &error), &error,
		     "node \"A\" has an interface \"e.10\" already");
	expect_error(node_add_vlan(a, "f", port, 10, NULL, NULL, 0, FALSE, &error), &error,
		     "interface \"e\" of node \"A\" cannot have a VLAN 10: it must be another one "
		     "from 1 to 4094");
	expect_error(
		node_add_vlan(a, "f", port, 4095, NULL, NULL, 0, FALSE, &error), &error,
		"interface \"e\" of node \"A\" cannot have a VLAN 4095: it must be another one "
		"from 1 to 4094");
	expect_error(node_add_vlan(a, "f", port, 12, "red", NULL, 0, FALSE, &error), &error,
		     "node \"A\" has no VRF \"red\"");
}
END_TEST

/* Interfaces of segments come up as those of links do, and their ends are found two by two. */
START_TEST(segments)
{
	FwdIface *ports[] = {add_iface(a, "lan"), add_iface(b, "lan"), add_iface(c, "lan")};
	FwdIface *vlan = node_add_vlan(a, "lan.7", ports[0], 7, NULL, NULL, 0, FALSE, NULL);
	unsigned n;
	FwdLink *segment = network_add_segment(network, ports, 3, SIM_MSEC, 0);

	ck_assert_ptr_eq(network_link(network, "B", "C", NULL, NULL, &n), segment);
	ck_assert_ptr_eq(network_link(network, "C", "A", "lan", NULL, &n), segment);
	ck_assert_ptr_null(network_link(network, "C", "A", "wan", NULL, &n));
	ck_assert_ptr_null(network_link(network, "A", "A", NULL, NULL, &n));
	ck_assert_ptr_eq(network_link_end(segment, "C", NULL), ports[2]);
	ck_assert(!fwd_iface_is_up(ports[0]) && !fwd_iface_is_up(vlan));
	network_start(network);
	ck_assert(fwd_iface_is_up(ports[0]) && fwd_iface_is_up(vlan));
}
END_TEST

typedef struct Step {
	const char *a, *b, *state;
	FwdLinkState link;
	gboolean from_a, from_b; /* what reaches the other end */
} Step;

/* Each state of the action "link" from each other one. */
START_TEST(link_states)
{
	static const Step steps[] = {
		{"A", "B", "down", FWD_LINK_DOWN, FALSE, FALSE},
		{"A", "B", "one-way", FWD_LINK_UP, FALSE, TRUE},
		{"B:e", "A", "one-way", FWD_LINK_UP, TRUE, FALSE},
		{"A", "B", "silent", FWD_LINK_SILENT, FALSE, FALSE},
		{"A", "B", "one-way", FWD_LINK_UP, FALSE, TRUE},
		{"A", "B", "up", FWD_LINK_UP, TRUE, TRUE},
	};
	const ActionClass *class_ = action_classes[0]; /* link */
	FwdIface *ends[] = {add_iface(a, "e"), add_iface(b, "e")};
	FwdLink *link = network_add_link(network, ends[0], ends[1], SIM_MSEC, 0);
	GError *error = NULL;

	network_start(network);
	for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
		const Step *step = &steps[i];
		void *config = g_malloc0(class_->config_size);

		config_set_defaults(class_->fields, class_->n_fields, config);
		config_set(config_find(class_->fields, class_->n_fields, "a"), step->a, config);
		config_set(config_find(class_->fields, class_->n_fields, "b"), step->b, config);
		config_set(config_find(class_->fields, class_->n_fields, "state"), step->state,
			   config);
		ck_assert(class_->check(network, config, &error));
		class_->apply(network, config);
		ck_assert_int_eq(link->state, step->link);
		ck_assert_int_eq(fwd_link_carries(link, ends[0]), step->from_a);
		ck_assert_int_eq(fwd_link_carries(link, ends[1]), step->from_b);
		config_clear(class_->fields, class_->n_fields, config);
		g_free(config);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("segment");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, vlans);
	tcase_add_test(tc, segments);
	tcase_add_test(tc, link_states);
	return test_main("segment", tc);
}
