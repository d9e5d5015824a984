/* SPDX-License-Identifier: Apache-2.0 */
/* The decision by itself: states in, decisions out, no packet anywhere. */
#include "models/fwd/accept.h"
#include "models/fwd/forward.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

#define LDP(value) ((Label){value, LABEL_KIND_LDP})
#define VPN(value) ((Label){value, LABEL_KIND_VPN})

typedef struct Router {
	Lab *lab;
	FwdNode *node;
	FwdVrf *vrf;
	FwdIface *in, *out, *ce;
	FwdState state; /* comes in at in, from 192.0.2.1 to 198.51.100.1 */
	FwdDecision decision;
	GString *text;
} Router;

static void router_init(Router *r)
{
	r->lab = lab_new();
	r->node = lab_node(r->lab, "R");
	r->vrf = fwd_node_add_vrf(r->node, "VPN-B");
	r->in = lab_iface(r->node, "in", NULL, "10.0.0.1/24");
	r->out = lab_iface(r->node, "out", NULL, "10.0.1.1/24");
	r->ce = lab_iface(r->node, "ce", r->vrf, "10.0.2.1/24");
	lab_link(r->lab, r->in, lab_iface(lab_node(r->lab, "X"), "e", NULL, "10.0.0.2/24"));
	lab_link(r->lab, r->out, lab_iface(lab_node(r->lab, "Y"), "e", NULL, "10.0.1.2/24"));
	lab_link(r->lab, r->ce, lab_iface(lab_node(r->lab, "Z"), "e", NULL, "10.0.2.2/24"));
	r->in->mpls = r->out->mpls = TRUE;
	r->state = (FwdState){
		.in = r->in,
		.vrf = fwd_node_global(r->node),
		.src = lab_addr("192.0.2.1"),
		.dst = lab_addr("198.51.100.1"),
		.ip_ttl = 64,
		.tos = 0xb8,
	};
	r->text = g_string_new(NULL);
}

static void router_release(Router *r)
{
	g_string_free(r->text, TRUE);
	lab_free(r->lab);
}

/* Puts a label under the ones that are there. */
static void label(Router *r, uint32_t value, uint8_t ttl)
{
	r->state.stack[r->state.depth++] = (MplsEntry){value, 1, ttl, LABEL_KIND_LDP};
}

/* "out 10.0.1.2 [17 ttl 63 tc 5][29 ttl 63 tc 5] ip 63", "deliver ip 64", "drop: no route". */
static const char *decide(Router *r)
{
	FwdDecision *d = &r->decision;
	char gateway[NET_ADDR_STRLEN];

	fwd_decide(r->node, &r->state, d);
	g_string_truncate(r->text, 0);
	if (d->verdict == FWD_DROP) {
		g_string_append(r->text, "drop: ");
		fwd_decision_append_reason(r->node, &r->state, d, r->text);
		return r->text->str;
	}
	if (d->verdict == FWD_FORWARD)
		g_string_append_printf(r->text, "%s %s ", d->out->name,
				       net_addr_str(&d->gateway, gateway));
	else
		g_string_append_printf(r->text, "deliver in %s ",
				       d->vrf->name ? d->vrf->name : "global");
	for (unsigned i = 0; i < d->depth; i++)
		g_string_append_printf(r->text, "[%u ttl %u tc %u]", d->stack[i].label,
				       d->stack[i].ttl, d->stack[i].tc);
	g_string_append_printf(r->text, "ip %u", d->ip_ttl);
	return r->text->str;
}

START_TEST(ip)
{
	Router r;

	router_init(&r);
	ck_assert_str_eq(decide(&r), "drop: no route");
	lab_route(r.node, NULL, "198.51.100.0/24", lab_gateway(r.out, "10.0.1.2"));
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 63");
	r.state.in = NULL; /* the node's own */
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 64");
	r.state.in = r.in;
	r.state.dst = lab_addr("10.0.1.77"); /* on link */
	ck_assert_str_eq(decide(&r), "out 10.0.1.77 ip 63");
	r.state.dst = lab_addr("10.0.1.1");
	ck_assert_str_eq(decide(&r), "deliver in global ip 64");
	r.state.vrf = r.vrf;
	ck_assert_str_eq(decide(&r), "drop: no route");
	r.state.vrf = NULL;
	ck_assert_str_eq(decide(&r), "deliver in global ip 64");
	router_release(&r);
}
END_TEST

START_TEST(ttl)
{
	Router r;

	router_init(&r);
	lab_route(r.node, NULL, "198.51.100.0/24", lab_gateway(r.out, "10.0.1.2"));
	lab_label(r.node, 17, lab_gateway(r.out, "10.0.1.2"), FALSE);
	r.state.ip_ttl = 2;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 1");
	r.state.ip_ttl = 1;
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.ip_ttl = 0;
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.ip_ttl = 1;
	r.state.in = NULL;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 1");
	r.state.in = r.in;
	label(&r, 17, 1);
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.ip_ttl = 64;
	r.state.stack[0].label = NET_LABEL_IPV4_EXPLICIT_NULL;
	r.state.dst = lab_addr("10.0.1.1"); /* reaches this node with its last */
	ck_assert_str_eq(decide(&r), "deliver in global ip 1");
	router_release(&r);
}
END_TEST

/* RFC 3443 3.2 to 3.4, each router by itself. */
START_TEST(pipe)
{
	Router r;

	router_init(&r);
	r.node->ttl_model = FWD_TTL_PIPE;
	lab_route(r.node, NULL, "198.51.100.0/24", lab_hop(r.out, "10.0.1.2", 2, LDP(17), VPN(29)));
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [17 ttl 255 tc 5][29 ttl 255 tc 5]ip 63");
	r.state.ip_ttl = 1;
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.in = NULL; /* the node's own */
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [17 ttl 255 tc 5][29 ttl 255 tc 5]ip 1");
	router_release(&r);
}
END_TEST

START_TEST(pipe_in_transit)
{
	Router r;

	router_init(&r);
	r.node->ttl_model = FWD_TTL_PIPE;
	lab_label(r.node, 17, lab_gateway(r.out, "10.0.1.2"), FALSE);
	lab_label(r.node, 18, lab_hop(r.out, "10.0.1.2", 2, LDP(40), VPN(41)), FALSE);
	label(&r, 17, 254);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 64"); /* the egress will decrement it */
	label(&r, 29, 255);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [29 ttl 255 tc 1]ip 64");
	r.state.stack[0].label = 18;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [40 ttl 253 tc 1][41 ttl 253 tc 1]"
				     "[29 ttl 255 tc 1]ip 64");
	r.state.stack[0].ttl = 1;
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.stack[0] = (MplsEntry){.label = NET_LABEL_IPV4_EXPLICIT_NULL, .tc = 3, .ttl = 9};
	r.state.stack[1].label = 18; /* its own TTL and class count */
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [40 ttl 254 tc 1][41 ttl 254 tc 1]ip 64");
	router_release(&r);
}
END_TEST

START_TEST(pipe_at_the_egress)
{
	Router r;

	router_init(&r);
	r.node->ttl_model = FWD_TTL_PIPE;
	lab_label(r.node, 20, lab_gateway(r.ce, "10.0.2.2"), TRUE);
	lab_label(r.node, 21, fwd_nexthop_lookup(r.vrf), TRUE);
	lab_route(r.node, r.vrf, "198.51.100.0/24", lab_gateway(r.ce, "10.0.2.2"));
	label(&r, 20, 255);
	ck_assert_str_eq(decide(&r), "ce 10.0.2.2 ip 63");
	r.state.stack[0].label = 21;
	ck_assert_str_eq(decide(&r), "ce 10.0.2.2 ip 63");
	r.state.ip_ttl = 1;
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.stack[0].label = 20;
	ck_assert_str_eq(decide(&r), "drop: TTL expired");
	r.state.stack[0].label = 21;
	r.state.dst = lab_addr("10.0.2.1");
	ck_assert_str_eq(decide(&r), "deliver in VPN-B ip 1");
	r.state.dst = lab_addr("198.51.100.1");
	r.state.ip_ttl = 64;
	lab_route(r.node, r.vrf, "198.51.100.0/24", /* and on into another LSP */
		  lab_hop(r.out, "10.0.1.2", 2, LDP(17), VPN(29)));
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [17 ttl 255 tc 1][29 ttl 255 tc 1]ip 63");
	router_release(&r);
}
END_TEST

START_TEST(traffic_class)
{
	Router r;

	router_init(&r);
	lab_label(r.node, 17, lab_gateway(r.out, "10.0.1.2"), FALSE);
	label(&r, 17, 60);
	label(&r, 29, 60);
	r.state.stack[0].tc = 6;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [29 ttl 59 tc 6]ip 64");
	r.node->ttl_model = FWD_TTL_PIPE;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [29 ttl 60 tc 1]ip 64");
	router_release(&r);
}
END_TEST

START_TEST(push)
{
	LabelStack vpn = {1, {VPN(29)}};
	FwdNextHop *lsp;
	Router r;

	router_init(&r);
	lsp = lab_hop(r.out, "10.0.1.2", 2, LDP(17), LDP(18));
	lab_route(r.node, NULL, "198.51.100.0/24", fwd_nexthop_via(lsp, &vpn));
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [17 ttl 63 tc 5][18 ttl 63 tc 5]"
				     "[29 ttl 63 tc 5]ip 63");
	ck_assert_uint_eq(r.decision.stack[0].kind, LABEL_KIND_LDP);
	ck_assert_uint_eq(r.decision.stack[2].kind, LABEL_KIND_VPN);
	ck_assert_uint_eq(r.decision.popped, 0);
	lsp->push = (LabelStack){1, {{NET_LABEL_IMPLICIT_NULL, LABEL_KIND_LDP}}};
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [29 ttl 63 tc 5]ip 63");
	r.out->mpls = FALSE;
	ck_assert_str_eq(decide(&r), "drop: no MPLS on interface out");
	fwd_nexthop_unref(lsp);
	router_release(&r);
}
END_TEST

START_TEST(swap_and_pop)
{
	Router r;

	router_init(&r);
	lab_label(r.node, 17, lab_hop(r.out, "10.0.1.2", 1, LDP(40)), FALSE);
	lab_label(r.node, 18, lab_gateway(r.out, "10.0.1.2"), FALSE);
	label(&r, 17, 50);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [40 ttl 49 tc 1]ip 64");
	label(&r, 29, 63);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [40 ttl 49 tc 1][29 ttl 63 tc 1]ip 64");
	r.state.stack[0].label = 18;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [29 ttl 49 tc 1]ip 64");
	r.state.depth = 1;
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 49");
	ck_assert_ptr_null(r.decision.vrf);
	r.out->mpls = FALSE; /* not needed for what leaves without labels */
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 49");
	r.in->mpls = FALSE;
	ck_assert_str_eq(decide(&r), "drop: no MPLS on interface in");
	router_release(&r);
}
END_TEST

/* Labels that end here, and what comes after them, within one decision. */
START_TEST(labels_that_end_here)
{
	Router r;

	router_init(&r);
	lab_label(r.node, 20, fwd_nexthop_local(), FALSE);
	lab_label(r.node, 21, fwd_nexthop_lookup(r.vrf), TRUE);
	lab_route(r.node, r.vrf, "198.51.100.0/24", lab_gateway(r.ce, "10.0.2.2"));
	label(&r, 20, 50);
	ck_assert_str_eq(decide(&r), "drop: no route"); /* the global table has none */
	ck_assert_ptr_eq(r.decision.vrf, fwd_node_global(r.node));
	label(&r, 21, 63);
	ck_assert_str_eq(decide(&r), "ce 10.0.2.2 ip 49");
	ck_assert_ptr_eq(r.decision.vrf, r.vrf);
	ck_assert_uint_eq(r.decision.popped, 2);
	r.state.dst = lab_addr("10.0.2.1");
	ck_assert_str_eq(decide(&r), "deliver in VPN-B ip 50");
	r.state.dst = lab_addr("10.0.1.1"); /* the node's, but not in that VRF */
	ck_assert_str_eq(decide(&r), "drop: no route");
	r.state.stack[1].label = NET_LABEL_IPV4_EXPLICIT_NULL;
	ck_assert_str_eq(decide(&r), "deliver in global ip 50");
	r.state.stack[0].label = NET_LABEL_IMPLICIT_NULL;
	ck_assert_str_eq(decide(&r), "drop: label 3 unknown");
	router_release(&r);
}
END_TEST

/* A label at the end of one LSP whose packet goes on into another: the IP header is written too. */
START_TEST(lookup_then_push)
{
	Router r;

	router_init(&r);
	lab_label(r.node, 21, fwd_nexthop_lookup(r.vrf), TRUE);
	lab_route(r.node, r.vrf, "198.51.100.0/24",
		  lab_hop(r.out, "10.0.1.2", 2, LDP(17), VPN(29)));
	label(&r, 21, 50);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 [17 ttl 49 tc 1][29 ttl 49 tc 1]ip 49");
	router_release(&r);
}
END_TEST

/* A customer's labels: those that it was given, and no others, however deep they stand. */
START_TEST(labels_that_were_not_advertised)
{
	Router r;

	router_init(&r);
	lab_label(r.node, 17, lab_gateway(r.out, "10.0.1.2"), FALSE);
	lab_label(r.node, 20, fwd_nexthop_local(), FALSE);
	fwd_iface_set_label_check(r.in, FWD_LABEL_CHECK_ADVERTISED);
	fwd_iface_accept_label(r.in, 20);
	label(&r, 17, 60);
	ck_assert_str_eq(decide(&r), "drop: label 17 is not advertised on interface in");
	ck_assert_int_eq(r.decision.reason, FWD_REASON_SPOOFED);
	ck_assert_uint_eq(r.decision.label, 17);
	r.state.stack[0].label = 20; /* ends here, and what is below is looked at too */
	label(&r, 17, 60);
	ck_assert_str_eq(decide(&r), "drop: label 17 is not advertised on interface in");
	fwd_iface_accept_label(r.in, 17);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 59");
	r.state.stack[0].label = NET_LABEL_IPV4_EXPLICIT_NULL;
	ck_assert_str_eq(decide(&r), "drop: label 0 is not advertised on interface in");
	fwd_iface_set_label_check(r.in, FWD_LABEL_CHECK_PLATFORM); /* the platform's label space */
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 59");
	r.state.in = NULL; /* the node's own */
	fwd_iface_set_label_check(r.in, FWD_LABEL_CHECK_ADVERTISED);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 60");
	router_release(&r);
}
END_TEST

START_TEST(stacks_that_cannot_be)
{
	LabelStack full = {LABEL_STACK_MAX, {{0}}};
	Router r;

	router_init(&r);
	for (unsigned i = 0; i < LABEL_STACK_MAX; i++)
		full.label[i] = LDP(100 + i);
	lab_label(r.node, 21, lab_gateway(r.out, "10.0.1.2"), TRUE);
	lab_label(r.node, 22, fwd_nexthop_interface(r.out, NULL, &full), FALSE);
	lab_route(r.node, NULL, "203.0.113.0/24",
		  fwd_nexthop_via(fwd_lfib_get(r.node, 22)->nh, &full));
	label(&r, 21, 50);
	ck_assert_str_eq(decide(&r), "out 10.0.1.2 ip 49");
	label(&r, 22, 50);
	ck_assert_str_eq(decide(&r), "drop: label 21 is not the last of its stack");
	ck_assert_int_eq(r.decision.reason, FWD_REASON_STACK);
	r.state.stack[0].label = 22;
	ck_assert_str_eq(decide(&r), "drop: label stack cannot be built");
	r.state.depth = 0;
	r.state.dst = lab_addr("203.0.113.1");
	ck_assert_str_eq(decide(&r), "drop: label stack cannot be built");
	ck_assert_int_eq(r.decision.reason, FWD_REASON_STACK);
	router_release(&r);
}
END_TEST

START_TEST(drops)
{
	FwdNextHop *circle = fwd_nexthop_via(NULL, NULL);
	Router r;

	router_init(&r);
	lab_route(r.node, NULL, "198.51.100.0/24", fwd_nexthop_drop("blackhole"));
	ck_assert_str_eq(decide(&r), "drop: blackhole");
	lab_route(r.node, NULL, "198.51.100.0/24", fwd_nexthop_drop(NULL));
	ck_assert_str_eq(decide(&r), "drop: discarded");
	fwd_nexthop_ref(circle);
	lab_route(r.node, NULL, "198.51.100.0/24", circle);
	ck_assert_str_eq(decide(&r), "drop: next hop unresolved");
	fwd_nexthop_set_via(circle, circle);
	ck_assert_str_eq(decide(&r), "drop: lookups do not end");
	fwd_nexthop_set_via(circle, NULL);
	fwd_nexthop_unref(circle);
	lab_route(r.node, NULL, "198.51.100.0/24", fwd_nexthop_lookup(r.vrf));
	lab_route(r.node, r.vrf, "198.51.100.0/24", fwd_nexthop_lookup(fwd_node_global(r.node)));
	ck_assert_str_eq(decide(&r), "drop: lookups do not end");
	lab_route(r.node, NULL, "198.51.100.0/24", lab_gateway(r.out, "10.0.1.2"));
	fwd_iface_set_shut(r.out, TRUE);
	ck_assert_str_eq(decide(&r), "drop: interface out down");
	r.node->crashed = TRUE;
	ck_assert_str_eq(decide(&r), "drop: R is down");
	router_release(&r);
}
END_TEST

static gboolean explain(FwdVrf *vrf, const NetAddr *dst, GString *out, void *user)
{
	char text[NET_ADDR_STRLEN];

	g_string_append_printf(out, "no LSP for %s in %s", net_addr_str(dst, text), vrf->name);
	return user != NULL;
}

START_TEST(vrf_explains)
{
	Router r;

	router_init(&r);
	r.state.vrf = r.vrf;
	r.vrf->explain = explain;
	r.vrf->explain_user = &r;
	ck_assert_str_eq(decide(&r), "drop: no LSP for 198.51.100.1 in VPN-B");
	router_release(&r);
}
END_TEST

/* Flows spread evenly over the members, each by one alone; another router spreads them otherwise. */
START_TEST(equal_cost)
{
	enum { FLOWS = 1000 };
	unsigned first[2] = {0}, same = 0;
	FwdNextHop *a, *b, *group;
	FwdDecision other_decision;
	FwdNode *other;
	Router r;

	router_init(&r);
	other = lab_node(r.lab, "R2");
	a = lab_gateway(r.out, "10.0.1.2");
	b = lab_gateway(r.out, "10.0.1.3");
	group = fwd_nexthop_group((FwdNextHop *[]){a, b}, 2);
	lab_route(other, NULL, "198.51.100.0/24", fwd_nexthop_ref(group));
	lab_route(r.node, NULL, "198.51.100.0/24", group);
	fwd_nexthop_unref(a);
	fwd_nexthop_unref(b);
	for (uint16_t i = 0; i < FLOWS; i++) {
		r.state.flow_hash = fwd_flow_hash(&r.state.src, &r.state.dst, 17, 1000 + i, 53);
		r.state.vrf = NULL;
		fwd_decide(r.node, &r.state, &r.decision);
		fwd_decide(other, &r.state, &other_decision);
		first[0] += r.decision.gateway.bytes[3] == 2;
		first[1] += other_decision.gateway.bytes[3] == 2;
		same += net_addr_equal(&r.decision.gateway, &other_decision.gateway);
	}
	ck_assert_uint_gt(first[0], 450);
	ck_assert_uint_lt(first[0], 550);
	ck_assert_uint_gt(first[1], 450);
	ck_assert_uint_lt(first[1], 550);
	ck_assert_uint_gt(same, 450);
	ck_assert_uint_lt(same, 550);
	router_release(&r);
}
END_TEST

START_TEST(flow_hash)
{
	NetAddr a = lab_addr("10.0.0.1"), b = lab_addr("10.0.0.2");
	NetAddr c = lab_addr("2001:db8::1"), d = lab_addr("2001:db8:0:0:1::1");

	ck_assert_uint_eq(fwd_flow_hash(&a, &b, 6, 1, 2), fwd_flow_hash(&a, &b, 6, 1, 2));
	ck_assert_uint_ne(fwd_flow_hash(&a, &b, 6, 1, 2), fwd_flow_hash(&b, &a, 6, 1, 2));
	ck_assert_uint_ne(fwd_flow_hash(&a, &b, 6, 1, 2), fwd_flow_hash(&a, &b, 6, 2, 1));
	ck_assert_uint_ne(fwd_flow_hash(&a, &b, 6, 1, 2), fwd_flow_hash(&a, &b, 17, 1, 2));
	ck_assert_uint_ne(fwd_flow_hash(&c, &c, 6, 1, 2), fwd_flow_hash(&c, &d, 6, 1, 2));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("forward");

	tcase_add_test(tc, ip);
	tcase_add_test(tc, ttl);
	tcase_add_test(tc, pipe);
	tcase_add_test(tc, pipe_in_transit);
	tcase_add_test(tc, pipe_at_the_egress);
	tcase_add_test(tc, traffic_class);
	tcase_add_test(tc, push);
	tcase_add_test(tc, swap_and_pop);
	tcase_add_test(tc, labels_that_end_here);
	tcase_add_test(tc, lookup_then_push);
	tcase_add_test(tc, labels_that_were_not_advertised);
	tcase_add_test(tc, stacks_that_cannot_be);
	tcase_add_test(tc, drops);
	tcase_add_test(tc, vrf_explains);
	tcase_add_test(tc, equal_cost);
	tcase_add_test(tc, flow_hash);
	return test_main("forward", tc);
}
