/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/rib/rib_lab.h"

#include "models/net/records.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static void log_route(RibLab *lab, const TraceRoute *r)
{
	g_string_append_printf(lab->log, "route %s %s%s", r->change, r->vrf ? r->vrf : "",
			       r->vrf ? " " : "");
	net_prefix_append(&r->prefix, lab->log);
	g_string_append_printf(lab->log, " %s", r->protocol);
	if (r->next_hop)
		g_string_append_printf(lab->log, " %s", r->next_hop);
	for (unsigned i = 0; i < r->labels.depth; i++)
		g_string_append_printf(lab->log, "/%u", r->labels.label[i].value);
	g_string_append_c(lab->log, '\n');
}

static void log_lfib(RibLab *lab, const TraceLfib *r)
{
	lab->last_lfib_cause = r->head.cause;
	g_string_append_printf(lab->log, "lfib %s %u %s", r->change, r->label, r->operation);
	for (unsigned i = 0; i < r->labels_out.depth; i++)
		g_string_append_printf(lab->log, "%s%u", i ? "/" : " ",
				       r->labels_out.label[i].value);
	g_string_append_printf(lab->log, "%s%s %s\n", r->next_hop ? " " : "",
			       r->next_hop ? r->next_hop : "", r->fec);
}

static void on_record(const TraceRecord *record, void *user)
{
	if (record->type == &trace_route)
		log_route(user, (const TraceRoute *)record);
	else if (record->type == &trace_lfib)
		log_lfib(user, (const TraceLfib *)record);
}

RibLab *rib_lab_new(void)
{
	RibLab *lab = g_new0(RibLab, 1);

	lab->sim = sim_new(1);
	lab->net = fwd_net_new(lab->sim);
	lab->fwd = fwd_node_new(lab->net, "R");
	lab->stub = fwd_node_new(lab->net, "S");
	lab->node = rib_node_new(lab->fwd);
	lab->rib = rib_global(lab->node);
	rib_source_init(lab->node, &lab->igp, "ospf", NULL);
	rib_source_init(lab->node, &lab->ebgp, "ebgp", NULL);
	rib_source_init(lab->node, &lab->ibgp, "ibgp", NULL);
	rib_source_init(lab->node, &lab->ldp, "ldp", NULL);
	lab->links = g_ptr_array_new();
	lab->log = g_string_new(NULL);
	lab->text = g_string_new(NULL);
	sim_subscribe(lab->sim, NULL, on_record, lab);
	return lab;
}

void rib_lab_free(RibLab *lab)
{
	rib_node_free(lab->node);
	for (unsigned i = 0; i < lab->links->len; i++)
		fwd_link_free(g_ptr_array_index(lab->links, i));
	g_ptr_array_free(lab->links, TRUE);
	fwd_node_free(lab->fwd);
	fwd_node_free(lab->stub);
	fwd_net_free(lab->net);
	sim_free(lab->sim);
	g_string_free(lab->log, TRUE);
	g_string_free(lab->text, TRUE);
	g_free(lab);
}

NetAddr rib_lab_addr(const char *text)
{
	NetAddr addr;

	ck_assert_msg(net_addr_parse(text, &addr), "%s", text);
	return addr;
}

NetPrefix rib_lab_prefix(const char *text)
{
	NetPrefix prefix;

	ck_assert_msg(net_prefix_parse(text, FALSE, &prefix), "%s", text);
	return prefix;
}

Fec rib_lab_fec(const char *text)
{
	NetPrefix prefix = rib_lab_prefix(text);

	return fec_prefix(&prefix);
}

FwdIface *rib_lab_iface(RibLab *lab, const char *name, FwdVrf *vrf, const char *address)
{
	FwdIface *iface = fwd_iface_new(lab->fwd, name, FWD_IFACE_ETHERNET, vrf, 0);
	FwdIface *other = fwd_iface_new(lab->stub, name, FWD_IFACE_ETHERNET, NULL, 0);
	FwdLink *link = fwd_link_new(lab->net, SIM_MSEC, 0);
	NetPrefix own;

	ck_assert(net_prefix_parse(address, TRUE, &own));
	iface->mpls = TRUE;
	fwd_iface_add_address(iface, &own);
	fwd_link_attach(link, iface);
	fwd_link_attach(link, other);
	g_ptr_array_add(lab->links, link);
	return iface;
}

Rib *rib_lab_vrf(RibLab *lab, const char *name)
{
	return rib_add(lab->node, fwd_node_add_vrf(lab->fwd, name));
}

void rib_lab_link(RibLab *lab, const char *iface, FwdLinkState state)
{
	fwd_link_set_state(fwd_node_iface(lab->fwd, iface)->link, state);
}

static void parse_labels(char **words, RibHop *hop)
{
	LabelKind kind;

	if (!*words)
		return;
	kind = strcmp(*words, "vpn") == 0 ? LABEL_KIND_VPN : LABEL_KIND_LDP;
	if (kind == LABEL_KIND_LDP)
		ck_assert_str_eq(*words, "push");
	while (*++words)
		hop->labels.label[hop->labels.depth++] =
			(Label){.value = (uint32_t)strtoul(*words, NULL, 10), .kind = kind};
}

static void parse_hop(Rib *rib, const char *text, RibHop *hop)
{
	GStrv words = g_strsplit(text, " ", -1);
	char **rest = words + 1;
	FwdNode *fwd = rib_node_fwd(rib_node(rib));

	*hop = (RibHop){.kind = RIB_HOP_INTERFACE};
	if (strcmp(words[0], "local") == 0) {
		hop->kind = RIB_HOP_LOCAL;
	} else if (strcmp(words[0], "discard") == 0) {
		hop->kind = RIB_HOP_DISCARD;
	} else if (strcmp(words[0], "via") == 0 || strcmp(words[0], "lsp") == 0) {
		hop->kind = RIB_HOP_RECURSIVE;
		hop->needs_lsp = words[0][0] == 'l';
		hop->in = hop->needs_lsp ? rib_global(rib_node(rib)) : NULL;
		hop->gateway = rib_lab_addr(*rest++);
	} else if (net_addr_parse(words[0], &hop->gateway)) {
		hop->iface = fwd_node_iface(fwd, *rest++);
		ck_assert_ptr_nonnull(hop->iface);
	} else {
		hop->iface = fwd_node_iface(fwd, words[0]);
		ck_assert_ptr_nonnull(hop->iface);
	}
	parse_labels(rest, hop);
	g_strfreev(words);
}

static uint8_t parse_hops(Rib *rib, const char *text, RibHop *hops)
{
	GStrv parts = g_strsplit(text, ", ", -1);
	uint8_t n = 0;

	for (; parts[n]; n++)
		parse_hop(rib, parts[n], &hops[n]);
	g_strfreev(parts);
	return n;
}

void rib_lab_route(Rib *rib, const RibSource *source, const char *prefix, uint8_t distance,
		   uint32_t metric, const char *hops)
{
	RibHop parsed[RIB_MAX_HOPS];
	RibRoute route = {.prefix = rib_lab_prefix(prefix),
			  .source = source,
			  .distance = distance,
			  .metric = metric,
			  .hops = parsed};

	route.n_hops = parse_hops(rib, hops, parsed);
	rib_route_update(rib, &route);
	memset(parsed, 0xff, sizeof parsed); /* the table has copied them */
}

void rib_lab_withdraw(Rib *rib, const RibSource *source, const char *prefix)
{
	NetPrefix p = rib_lab_prefix(prefix);

	rib_route_withdraw(rib, source, &p);
}

void rib_lab_lsp(Rib *rib, const RibSource *source, const char *prefix, uint8_t preference,
		 const char *hops)
{
	RibHop parsed[RIB_MAX_HOPS];
	RibLsp lsp = {.fec = rib_lab_fec(prefix),
		      .source = source,
		      .preference = preference,
		      .kind = LABEL_KIND_LDP,
		      .hops = parsed};

	lsp.n_hops = parse_hops(rib, hops, parsed);
	rib_lsp_update(rib, &lsp);
	memset(parsed, 0xff, sizeof parsed);
}

void rib_lab_lsp_withdraw(Rib *rib, const RibSource *source, const char *prefix)
{
	Fec fec = rib_lab_fec(prefix);

	rib_lsp_withdraw(rib, source, &fec);
}

const char *rib_lab_best(RibLab *lab, const Rib *rib, const char *prefix)
{
	NetPrefix p = rib_lab_prefix(prefix);
	const RibRoute *route = rib_best(rib, &p);

	if (!route)
		return "none";
	g_string_printf(lab->text, "%s %u/%u", route->source->protocol, route->distance,
			route->metric);
	return lab->text->str;
}

const char *rib_lab_fib(RibLab *lab, const Rib *rib, const char *addr)
{
	NetAddr dst = rib_lab_addr(addr);
	const FwdNextHop *nh = fwd_fib_lookup(rib_vrf(rib), &dst);
	LabelStack labels;

	if (!nh)
		return "none";
	g_string_truncate(lab->text, 0);
	fwd_nexthop_append(nh, lab->text);
	fwd_nexthop_end(nh, &labels);
	for (unsigned i = 0; i < labels.depth; i++)
		g_string_append_printf(lab->text, "%s%u", i ? "/" : " push ",
				       labels.label[i].value);
	return lab->text->str;
}

const char *rib_lab_explain(RibLab *lab, const Rib *rib, const char *addr)
{
	NetAddr dst = rib_lab_addr(addr);
	FwdVrf *vrf = rib_vrf(rib);

	g_string_truncate(lab->text, 0);
	if (!vrf->explain(vrf, &dst, lab->text, vrf->explain_user))
		ck_assert_uint_eq(lab->text->len, 0);
	else
		ck_assert_uint_gt(lab->text->len, 0);
	return lab->text->str;
}

void rib_lab_expect(RibLab *lab, const char *text)
{
	ck_assert_str_eq(lab->log->str, text);
	rib_lab_forget(lab);
}

void rib_lab_forget(RibLab *lab)
{
	g_string_truncate(lab->log, 0);
}
