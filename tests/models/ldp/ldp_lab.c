/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/ldp/ldp_lab.h"

#include "models/fwd/forward.h"
#include "models/ldp/ldp_discovery.h"
#include "models/net/records.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static void on_message(const TraceRecord *record, void *user)
{
	const TraceMessage *m = (const void *)record;
	Lab *lab = user;

	g_string_append_printf(lab->log, "%s %s %s %s\n", record->node, m->direction, m->type,
			       m->peer);
}

static void on_transition(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const void *)record;
	Lab *lab = user;

	if (strcmp(t->protocol, "ldp-session") == 0)
		g_string_append_printf(lab->log, "%s %s: %s -> %s (%s)%s\n", record->node, t->peer,
				       t->from_state, t->to_state, t->event,
				       t->unexpected ? " unexpected" : "");
}

NetAddr lab_loopback(unsigned i)
{
	return net_addr_ipv4(0x0a000000 | i);
}

static NetPrefix parse(const char *text, gboolean keep_host)
{
	NetPrefix prefix;

	ck_assert(net_prefix_parse(text, keep_host, &prefix));
	return prefix;
}

Fec lab_fec(const char *prefix)
{
	NetPrefix p = parse(prefix, FALSE);
	return fec_prefix(&p);
}

LabRouter *lab_router(Lab *lab, unsigned i)
{
	ck_assert(i >= 1 && i <= lab->n);
	return &lab->routers[i - 1];
}

/* Down until lab_start(). */
static FwdIface *add_iface(FwdNode *node, const char *name, FwdIfaceKind kind,
			   const NetPrefix *address)
{
	FwdIface *iface = fwd_iface_new(node, name, kind, NULL, 0);

	fwd_iface_set_shut(iface, TRUE);
	fwd_iface_add_address(iface, address);
	iface->mpls = TRUE;
	return iface;
}

static void router_init(Lab *lab, unsigned i)
{
	LabRouter *r = lab_router(lab, i);
	NetAddr id = lab_loopback(i);
	NetPrefix address = net_prefix_host(&id);

	g_snprintf(r->name, sizeof(r->name), "R%u", i);
	r->fwd = fwd_node_new(lab->net, r->name);
	r->rib_node = rib_node_new(r->fwd);
	r->rib = rib_global(r->rib_node);
	rib_source_init(r->rib_node, &r->igp, "ospf", NULL);
	add_iface(r->fwd, "lo", FWD_IFACE_LOOPBACK, &address);
	r->host = (ProtoHost){.sim = lab->sim,
			      .fwd = r->fwd,
			      .rib_node = r->rib_node,
			      .node_name = r->name,
			      .router_id = id};
}

Lab *lab_new(unsigned n)
{
	Lab *lab = g_new0(Lab, 1);

	lab->sim = sim_new(1);
	lab->net = fwd_net_new(lab->sim);
	lab->links = g_ptr_array_new();
	lab->log = g_string_new(NULL);
	lab->n = n;
	sim_subscribe(lab->sim, &trace_message, on_message, lab);
	sim_subscribe(lab->sim, &trace_transition, on_transition, lab);
	for (unsigned i = 1; i <= n; i++)
		router_init(lab, i);
	return lab;
}

void lab_free(Lab *lab)
{
	for (unsigned i = 0; i < lab->n; i++)
		if (lab->routers[i].ldp)
			ldp_class.destroy(&lab->routers[i].ldp->proto);
	for (unsigned i = 0; i < lab->links->len; i++)
		fwd_link_free(g_ptr_array_index(lab->links, i));
	for (unsigned i = 0; i < lab->n; i++) {
		rib_node_free(lab->routers[i].rib_node);
		fwd_node_free(lab->routers[i].fwd);
	}
	g_ptr_array_free(lab->links, TRUE);
	g_string_free(lab->log, TRUE);
	fwd_net_free(lab->net);
	sim_free(lab->sim);
	g_free(lab);
}

static FwdIface *add_end(Lab *lab, unsigned i, unsigned other, unsigned link, unsigned host)
{
	char *name = g_strdup_printf("to-R%u", other);
	char *text = g_strdup_printf("10.1.%u.%u/30", link, host);
	NetPrefix address = parse(text, TRUE);
	FwdNode *node = lab_router(lab, i)->fwd;

	if (fwd_node_iface(node, name)) {
		g_free(name);
		name = g_strdup_printf("to-R%u-%u", other, link);
	}
	FwdIface *iface = add_iface(node, name, FWD_IFACE_ETHERNET, &address);
	g_free(text);
	g_free(name);
	return iface;
}

FwdLink *lab_link(Lab *lab, unsigned a, unsigned b)
{
	unsigned link = lab->links->len + 1;
	FwdLink *l = fwd_link_new(lab->net, SIM_MSEC, 0);

	g_ptr_array_add(lab->links, l);
	fwd_link_attach(l, add_end(lab, a, b, link, 1));
	fwd_link_attach(l, add_end(lab, b, a, link, 2));
	return l;
}

static void configure_router(LabRouter *r)
{
	const ProtoItem *item = &ldp_class.items[0];
	LdpConfig config = {0};
	LdpIfaceConfig iface_config;
	GError *error = NULL;

	config_set_defaults(ldp_class.fields, ldp_class.n_fields, &config);
	config_set_defaults(item->fields, item->n_fields, &iface_config);
	r->ldp = (LdpInstance *)ldp_class.create(&r->host, r->rib, &config, &error);
	ck_assert_msg(r->ldp != NULL, "%s", error ? error->message : "");
	config_clear(ldp_class.fields, ldp_class.n_fields, &config);
	for (unsigned i = 0; i < r->fwd->ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(r->fwd->ifaces, i);
		if (iface->kind == FWD_IFACE_ETHERNET)
			ck_assert(item->add(&r->ldp->proto, iface, &iface_config, &error));
	}
}

void lab_configure(Lab *lab, unsigned leave_out)
{
	for (unsigned i = 1; i <= lab->n; i++)
		if (i != leave_out)
			configure_router(lab_router(lab, i));
}

static void forget_iface(LdpInstance *ldp, const FwdIface *iface)
{
	for (unsigned i = ldp->ifaces->len; i-- > 0;) {
		const LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		if (li->iface == iface)
			g_ptr_array_remove_index(ldp->ifaces, i);
	}
}

void lab_without_ldp(Lab *lab, unsigned link)
{
	const FwdLink *l = g_ptr_array_index(lab->links, link - 1);

	for (unsigned i = 1; i <= lab->n; i++)
		for (unsigned end = 0; end < l->ends->len && lab_router(lab, i)->ldp; end++)
			forget_iface(lab_router(lab, i)->ldp, g_ptr_array_index(l->ends, end));
}

RibHop lab_hop(Lab *lab, unsigned i, unsigned link)
{
	const LabRouter *r = lab_router(lab, i);
	FwdLink *l = g_ptr_array_index(lab->links, link - 1);
	FwdIface *near = g_ptr_array_index(l->ends, 0), *far = g_ptr_array_index(l->ends, 1);

	if (near->node != r->fwd) {
		FwdIface *swap = near;
		near = far;
		far = swap;
	}
	return (RibHop){.kind = RIB_HOP_INTERFACE,
			.iface = near,
			.gateway = fwd_iface_address(far, NET_AF_IPV4)};
}

void lab_route(Lab *lab, unsigned i, const char *prefix, unsigned link)
{
	LabRouter *r = lab_router(lab, i);
	RibHop hop = lab_hop(lab, i, link);
	RibRoute route = {.prefix = parse(prefix, FALSE),
			  .source = &r->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .metric = 10,
			  .n_hops = 1,
			  .hops = &hop};
	rib_route_update(r->rib, &route);
}

void lab_own_route(Lab *lab, unsigned i, const char *prefix)
{
	RibHop discard = {.kind = RIB_HOP_DISCARD};
	Fec fec = lab_fec(prefix);
	RibRoute own = {.prefix = fec.prefix,
			.source = &lab_router(lab, i)->igp,
			.distance = RIB_DISTANCE_OSPF,
			.n_hops = 1,
			.hops = &discard};

	rib_route_update(lab_router(lab, i)->rib, &own);
}

void lab_unroute(Lab *lab, unsigned i, const char *prefix)
{
	NetPrefix p = parse(prefix, FALSE);
	rib_route_withdraw(lab_router(lab, i)->rib, &lab_router(lab, i)->igp, &p);
}

void lab_route_chain(Lab *lab)
{
	for (unsigned i = 1; i <= lab->n; i++) {
		for (unsigned to = 1; to <= lab->n; to++) {
			char *prefix = g_strdup_printf("10.0.0.%u/32", to);
			if (to != i)
				lab_route(lab, i, prefix, to > i ? i : i - 1);
			g_free(prefix);
		}
		for (unsigned link = 1; link < lab->n; link++) {
			char *prefix = g_strdup_printf("10.1.%u.0/30", link);
			if (link > i || link + 1 < i)
				lab_route(lab, i, prefix, link > i ? i : i - 1);
			g_free(prefix);
		}
	}
}

void lab_route_direct(Lab *lab, unsigned a, unsigned b, unsigned link)
{
	g_autofree char *to_a = g_strdup_printf("10.0.0.%u/32", a);
	g_autofree char *to_b = g_strdup_printf("10.0.0.%u/32", b);

	lab_route(lab, a, to_b, link);
	lab_route(lab, b, to_a, link);
}

Lab *lab_chain(unsigned n)
{
	Lab *lab = lab_new(n);

	for (unsigned i = 1; i < n; i++)
		lab_link(lab, i, i + 1);
	lab_configure(lab, 0);
	lab_route_chain(lab);
	return lab;
}

void lab_start(Lab *lab)
{
	for (unsigned i = 0; i < lab->n; i++)
		for (unsigned k = 0; k < lab->routers[i].fwd->ifaces->len; k++)
			fwd_iface_set_shut(g_ptr_array_index(lab->routers[i].fwd->ifaces, k),
					   FALSE);
	for (unsigned i = 0; i < lab->n; i++)
		if (lab->routers[i].ldp)
			ldp_class.start(&lab->routers[i].ldp->proto);
}

void lab_run(Lab *lab, SimTime duration)
{
	sim_run(lab->sim, lab->sim->now + duration);
}

LdpPeer *lab_peer(Lab *lab, unsigned i, unsigned other)
{
	NetAddr id = lab_loopback(other);
	LdpId ldp_id = {.lsr_id = net_addr_to_ipv4(&id)};
	return ldp_peer_by_id(lab_router(lab, i)->ldp, &ldp_id);
}

const char *lab_state(Lab *lab, unsigned i, unsigned other)
{
	const LdpPeer *peer = lab_peer(lab, i, other);
	return peer ? fsm_state_name(&peer->fsm) : "";
}

static void append_stack(GString *out, const FwdDecision *d)
{
	for (unsigned i = 0; i < d->depth; i++)
		g_string_append_printf(out, " %u", d->stack[i].label);
}

static const char *describe(Lab *lab, unsigned i, const FwdState *state)
{
	static char text[200];
	GString *out = g_string_new(NULL);
	FwdNode *node = lab_router(lab, i)->fwd;
	FwdDecision d;

	fwd_decide(node, state, &d);
	if (d.verdict == FWD_FORWARD) {
		g_string_append(out, d.depth && !state->depth ? "push"
				     : d.depth                ? "swap"
				     : state->depth           ? "pop"
							      : "forward");
		append_stack(out, &d);
		g_string_append_printf(out, " %s", d.out->name);
	} else if (d.verdict == FWD_DELIVER) {
		g_string_append(out, "deliver");
	} else {
		g_string_append(out, "drop: ");
		fwd_decision_append_reason(node, state, &d, out);
	}
	g_strlcpy(text, out->str, sizeof(text));
	g_string_free(out, TRUE);
	return text;
}

const char *lab_decide(Lab *lab, unsigned i, const char *address)
{
	return lab_decide_flow(lab, i, address, 0);
}

const char *lab_decide_flow(Lab *lab, unsigned i, const char *address, uint32_t hash)
{
	FwdState state = {
		.ip_ttl = 64, .vrf = fwd_node_global(lab_router(lab, i)->fwd), .flow_hash = hash};

	state.src = lab_loopback(i);
	ck_assert(net_addr_parse(address, &state.dst));
	return describe(lab, i, &state);
}

uint32_t lab_label(Lab *lab, unsigned i, const char *prefix)
{
	Fec fec = lab_fec(prefix);
	const LdpBinding *b = ldp_label_find(lab_router(lab, i)->ldp, &fec);
	return b ? b->local : NET_LABEL_NONE;
}

const char *lab_decide_label(Lab *lab, unsigned i, uint32_t label)
{
	FwdNode *node = lab_router(lab, i)->fwd;
	FwdState state = {.ip_ttl = 64,
			  .vrf = fwd_node_global(node),
			  .in = g_ptr_array_index(node->ifaces, 1),
			  .depth = 1,
			  .stack = {{.label = label, .ttl = 64}}};

	state.src = state.dst = lab_loopback(i);
	return describe(lab, i, &state);
}

char *lab_follow(Lab *lab, unsigned from, const char *address)
{
	GString *path = g_string_new(NULL);
	unsigned at = from, label = 0, hops = 0;
	char action[16];

	for (;;) {
		const char *text =
			label ? lab_decide_label(lab, at, label) : lab_decide(lab, at, address);

		g_string_append_printf(path, "%s%u", hops ? " " : "", at);
		if (sscanf(text, "%15[a-z] %u to-R%u", action, &label, &at) != 3) {
			label = 0;
			if (sscanf(text, "%15[a-z] to-R%u", action, &at) != 2) {
				g_string_append_printf(path, " %s", text);
				break;
			}
		}
		if (++hops > 8) {
			g_string_append(path, " loop");
			break;
		}
	}
	return g_string_free(path, FALSE);
}

unsigned lab_count(const Lab *lab, const char *text)
{
	char **lines = g_strsplit(lab->log->str, "\n", -1);
	unsigned n = 0;

	for (char **line = lines; *line; line++)
		n += strstr(*line, text) != NULL;
	g_strfreev(lines);
	return n;
}
