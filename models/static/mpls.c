/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels by configuration, in a node's global table or a VRF:
 *
 *   label-first, label-last   the range that the node's protocols take labels from (Cisco's "mpls
 *                             label range"); of the global table alone
 *   <label>          the value that a FEC's local label gets, whichever protocol advertises it
 *                    (Cisco's "mpls static binding")
 *   <cross-connect>  an LFIB entry: swap, or pop, and on to a neighbour (Cisco's "mpls static
 *                    crossconnect", Juniper's "static-label-switched-path ... transit", FRR's "mpls lsp")
 *   <lsp>            an LSP for a FEC: labels to push, and the neighbour (Juniper's "ingress"). It is
 *                    preferred to LDP's; several to one prefix share the load. What needs an LSP to an
 *                    address, as VPN routes do, uses it, and so does a route by the same neighbour.
 *
 * Where labels are checked (models/fwd/accept.h), a label of a <label> or <cross-connect> comes in on the
 * interfaces that its entry names: the operator has told the neighbours there. One of a <cross-connect>
 * in a VRF that names none comes in on all interfaces of the VRF; one in the global table, on none.
 *
 * The neighbour must be on the link of an interface of the table. An interface that is down takes
 * nothing away from a cross-connect: its packets are dropped, as nothing says what else to do.
 */
#include "models/static/mpls.h"

#include "models/fwd/accept.h"
#include "models/fwd/advise.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "models/static/stack.h"

enum { LSP_PREFERENCE = 1 };

typedef struct Neighbour {
	NetAddr addr;
	FwdIface *iface;
	LabelStack push;
} Neighbour;

typedef struct CrossConnect {
	uint32_t label;
	Neighbour to;
} CrossConnect;

typedef struct StaticLsp {
	NetPrefix prefix;
	Neighbour to;
} StaticLsp;

/* Who is on the interface has been told of the label by other means than a protocol. */
typedef struct Told {
	FwdIface *iface;
	uint32_t label;
} Told;

typedef struct StaticMpls {
	ProtoInstance instance;
	RibSource source;
	GArray *connects; /* of CrossConnect */
	GArray *lsps;     /* of StaticLsp */
	GArray *told;     /* of Told */
} StaticMpls;

typedef struct MplsConfig {
	uint32_t first, last;
} MplsConfig;

typedef struct LabelConfig {
	NetPrefix prefix;
	uint32_t value;
	char *vrf;
	GStrv interfaces;
} LabelConfig;

typedef struct ConnectConfig {
	uint32_t label;
	NetAddr via;
	GStrv out;
	GStrv interfaces;
} ConnectConfig;

typedef struct LspConfig {
	NetPrefix prefix;
	NetAddr via;
	GStrv push;
} LspConfig;

static StaticMpls *mpls_of(ProtoInstance *instance)
{
	return (StaticMpls *)instance;
}

/* The interface of the table on whose link the address is. */
static FwdIface *iface_towards(const StaticMpls *m, const NetAddr *addr)
{
	const GPtrArray *ifaces = m->instance.host->fwd->ifaces;

	for (unsigned i = 0; i < ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(ifaces, i);

		if (iface->vrf == rib_vrf(m->instance.rib) && iface->kind != FWD_IFACE_LOOPBACK &&
		    fwd_iface_on_link(iface, addr))
			return iface;
	}
	return NULL;
}

static gboolean find_neighbour(const StaticMpls *m, const NetAddr *via, const GStrv labels,
			       Neighbour *out, GError **error)
{
	char text[NET_ADDR_STRLEN];

	*out = (Neighbour){.addr = *via, .iface = iface_towards(m, via)};
	if (out->iface && !fwd_iface_has_address(out->iface, via))
		return static_stack_parse(labels, &out->push, error);
	g_set_error(error, PROTO_ERROR, 0,
		    "no neighbour can have the address %s; write one in the subnet of an interface "
		    "of the table",
		    net_addr_str(via, text));
	return FALSE;
}

static Rib *rib_named(const StaticMpls *m, const char *vrf)
{
	const ProtoHost *host = m->instance.host;
	FwdVrf *found = *vrf ? fwd_node_vrf(host->fwd, vrf) : NULL;

	if (!*vrf)
		return m->instance.rib;
	return found ? rib_of_vrf(host->rib_node, found) : NULL;
}

static gboolean check_interfaces(const StaticMpls *m, const GStrv names, GError **error)
{
	for (char **name = names; *name; name++)
		if (!fwd_node_iface(m->instance.host->fwd, *name)) {
			g_autofree char *advice = fwd_advise_iface(m->instance.host->fwd, *name);

			g_set_error(error, PROTO_ERROR, 0,
				    "there is no interface \"%s\" on this node; %s", *name, advice);
			return FALSE;
		}
	return TRUE;
}

static void tell(StaticMpls *m, FwdIface *iface, uint32_t label)
{
	Told told = {.iface = iface, .label = label};

	g_array_append_val(m->told, told);
}

static void tell_named(StaticMpls *m, const GStrv names, uint32_t label)
{
	for (char **name = names; *name; name++)
		tell(m, fwd_node_iface(m->instance.host->fwd, *name), label);
}

static void tell_all_of_vrf(StaticMpls *m, uint32_t label)
{
	const GPtrArray *ifaces = m->instance.host->fwd->ifaces;

	for (unsigned i = 0; i < ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(ifaces, i);

		if (iface->vrf == rib_vrf(m->instance.rib))
			tell(m, iface, label);
	}
}

static gboolean add_label(ProtoInstance *instance, FwdIface *iface, const void *config,
			  GError **error)
{
	const LabelConfig *label = config;
	StaticMpls *m = mpls_of(instance);
	Rib *rib = rib_named(m, label->vrf);
	Fec fec = fec_prefix(&label->prefix);

	(void)iface;
	if (!rib) {
		g_autofree char *advice = fwd_advise_vrf(m->instance.host->fwd, label->vrf);

		g_set_error(error, PROTO_ERROR, 0, "there is no VRF \"%s\" on this node; %s",
			    label->vrf, advice);
		return FALSE;
	}
	if (!check_interfaces(m, label->interfaces, error))
		return FALSE;
	if (rib_label_configure(rib, &fec, label->value)) {
		tell_named(m, label->interfaces, label->value);
		return TRUE;
	}
	g_set_error(error, PROTO_ERROR, 0,
		    "label %u or the prefix has been given away already; write another one",
		    label->value);
	return FALSE;
}

static gboolean add_connect(ProtoInstance *instance, FwdIface *iface, const void *config,
			    GError **error)
{
	const ConnectConfig *in = config;
	StaticMpls *m = mpls_of(instance);
	CrossConnect connect = {.label = in->label};

	(void)iface;
	if (!find_neighbour(m, &in->via, in->out, &connect.to, error) ||
	    !check_interfaces(m, in->interfaces, error))
		return FALSE;
	if (!rib_label_reserve(instance->host->rib_node, in->label)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "label %u has been given away already; write another one", in->label);
		return FALSE;
	}
	g_array_append_val(m->connects, connect);
	if (rib_name(instance->rib) && !*in->interfaces)
		tell_all_of_vrf(m, in->label);
	else
		tell_named(m, in->interfaces, in->label);
	return TRUE;
}

static gboolean add_lsp(ProtoInstance *instance, FwdIface *iface, const void *config,
			GError **error)
{
	const LspConfig *in = config;
	StaticMpls *m = mpls_of(instance);
	StaticLsp lsp = {.prefix = in->prefix};

	(void)iface;
	if (in->prefix.addr.family != in->via.family) {
		g_set_error(error, PROTO_ERROR, 0,
			    "the next hop must be of the prefix's address family");
		return FALSE;
	}
	if (!find_neighbour(m, &in->via, in->push, &lsp.to, error))
		return FALSE;
	g_array_append_val(m->lsps, lsp);
	return TRUE;
}

static gboolean set_range(const ProtoHost *host, const Rib *rib, const MplsConfig *config,
			  GError **error)
{
	if (config->first == NET_LABEL_FIRST && config->last == NET_LABEL_MAX)
		return TRUE;
	if (config->first > config->last) {
		g_set_error(error, PROTO_ERROR, 0,
			    "label-first is %u, label-last %u; write a range that is not empty",
			    config->first, config->last);
		return FALSE;
	}
	if (rib_name(rib)) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"the label range is the whole node's; write it in the <mpls> outside of "
			"the VRF");
		return FALSE;
	}
	rib_label_set_range(host->rib_node, config->first, config->last);
	return TRUE;
}

static ProtoInstance *create(const ProtoHost *host, Rib *rib, const void *config, GError **error)
{
	StaticMpls *m;

	if (!set_range(host, rib, config, error))
		return NULL;
	m = g_new0(StaticMpls, 1);
	m->instance = (ProtoInstance){.class_ = &static_mpls_class, .host = host, .rib = rib};
	rib_source_init(host->rib_node, &m->source, "static", rib_name(rib));
	m->connects = g_array_new(FALSE, FALSE, sizeof(CrossConnect));
	m->lsps = g_array_new(FALSE, FALSE, sizeof(StaticLsp));
	m->told = g_array_new(FALSE, FALSE, sizeof(Told));
	return &m->instance;
}

static void put_connect(const StaticMpls *m, const CrossConnect *connect)
{
	FwdNextHop *nh =
		fwd_nexthop_interface(connect->to.iface, &connect->to.addr, &connect->to.push);

	fwd_lfib_set(m->instance.host->fwd, connect->label, nh, "static", "cross-connect", FALSE);
	fwd_nexthop_unref(nh);
}

static void put_lsp(StaticMpls *m, const NetPrefix *prefix)
{
	RibHop hops[RIB_MAX_HOPS];
	RibLsp out = {.fec = fec_prefix(prefix),
		      .source = &m->source,
		      .preference = LSP_PREFERENCE,
		      .kind = LABEL_KIND_STATIC,
		      .hops = hops};

	for (unsigned i = 0; i < m->lsps->len && out.n_hops < RIB_MAX_HOPS; i++) {
		const StaticLsp *lsp = &g_array_index(m->lsps, StaticLsp, i);

		if (net_prefix_equal(&lsp->prefix, prefix))
			hops[out.n_hops++] = (RibHop){.kind = RIB_HOP_INTERFACE,
						      .iface = lsp->to.iface,
						      .gateway = lsp->to.addr,
						      .labels = lsp->to.push};
	}
	rib_lsp_update(m->instance.rib, &out);
}

static void start(ProtoInstance *instance)
{
	StaticMpls *m = mpls_of(instance);

	instance->running = TRUE;
	for (unsigned i = 0; i < m->connects->len; i++)
		put_connect(m, &g_array_index(m->connects, CrossConnect, i));
	for (unsigned i = 0; i < m->lsps->len; i++)
		put_lsp(m, &g_array_index(m->lsps, StaticLsp, i).prefix);
	for (unsigned i = 0; i < m->told->len; i++) {
		const Told *told = &g_array_index(m->told, Told, i);

		fwd_iface_accept_label(told->iface, told->label);
	}
}

static void stop(ProtoInstance *instance)
{
	StaticMpls *m = mpls_of(instance);

	instance->running = FALSE;
	rib_source_withdraw_all(instance->rib, &m->source);
	for (unsigned i = 0; i < m->connects->len; i++)
		fwd_lfib_set(instance->host->fwd, g_array_index(m->connects, CrossConnect, i).label,
			     NULL, NULL, NULL, FALSE);
	for (unsigned i = 0; i < m->told->len; i++) {
		const Told *told = &g_array_index(m->told, Told, i);

		fwd_iface_refuse_label(told->iface, told->label);
	}
}

static void destroy(ProtoInstance *instance)
{
	StaticMpls *m = mpls_of(instance);

	g_array_free(m->connects, TRUE);
	g_array_free(m->lsps, TRUE);
	g_array_free(m->told, TRUE);
	g_free(m);
}

static const ConfigField fields[] = {
	CONFIG_FIELD(MplsConfig, first, "label-first", config_label, "16",
		     "lowest label that protocols of the node take"),
	CONFIG_FIELD(MplsConfig, last, "label-last", config_label, "1048575", "highest one"),
};

static const ConfigField label_fields[] = {
	CONFIG_FIELD(LabelConfig, prefix, "prefix", config_prefix, NULL, "the FEC"),
	CONFIG_FIELD(LabelConfig, value, "value", config_label, NULL, "its local label"),
	CONFIG_FIELD(LabelConfig, vrf, "vrf", config_text, "",
		     "VRF of the prefix; else the table that it stands in"),
	CONFIG_FIELD(LabelConfig, interfaces, "interface", config_words, "",
		     "interfaces whose neighbours have been told of it by hand; else none"),
};

static const ConfigField connect_fields[] = {
	CONFIG_FIELD(ConnectConfig, label, "label", config_label, NULL, "label on the way in"),
	CONFIG_FIELD(ConnectConfig, via, "via", config_address, NULL, "address of the neighbour"),
	CONFIG_FIELD(ConnectConfig, out, "out", config_words, "implicit-null",
		     "labels on the way out, the top first; implicit-null: none"),
	CONFIG_FIELD(ConnectConfig, interfaces, "interface", config_words, "",
		     "interfaces whose neighbours know it; else in a VRF all of the VRF"),
};

static const ConfigField lsp_fields[] = {
	CONFIG_FIELD(LspConfig, prefix, "prefix", config_prefix, NULL, "the FEC"),
	CONFIG_FIELD(LspConfig, via, "via", config_address, NULL, "address of the neighbour"),
	CONFIG_FIELD(LspConfig, push, "push", config_words, "implicit-null",
		     "labels to push, the top first; implicit-null: none"),
};

static const ProtoItem items[] = {
	{
		.element = "label",
		.doc = "The value of a prefix's local label.",
		.fields = label_fields,
		.n_fields = G_N_ELEMENTS(label_fields),
		.config_size = sizeof(LabelConfig),
		.add = add_label,
	},
	{
		.element = "cross-connect",
		.doc = "A label's entry in the LFIB: swap or pop, and on to a neighbour.",
		.fields = connect_fields,
		.n_fields = G_N_ELEMENTS(connect_fields),
		.config_size = sizeof(ConnectConfig),
		.add = add_connect,
	},
	{
		.element = "lsp",
		.doc = "An LSP to a prefix; several to one prefix share the load.",
		.fields = lsp_fields,
		.n_fields = G_N_ELEMENTS(lsp_fields),
		.config_size = sizeof(LspConfig),
		.add = add_lsp,
	},
};

const ProtoClass static_mpls_class = {
	.name = "mpls",
	.labels_only = TRUE,
	.doc = "Labels by configuration, of a node or VRF.",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(MplsConfig),
	.items = items,
	.n_items = G_N_ELEMENTS(items),
	.create = create,
	.start = start,
	.stop = stop,
	.destroy = destroy,
};
