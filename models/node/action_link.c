/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of links, and of single interfaces: ports of a segment, VLANs, loopbacks. */
#include "models/fwd/iface.h"
#include "models/node/action.h"

#include <string.h>

typedef struct LinkState {
	const char *name;
	FwdLinkState state;
	gboolean one_way; /* what the end a sends is lost */
} LinkState;

static const LinkState link_states[] = {
	{"up", FWD_LINK_UP, FALSE},
	{"down", FWD_LINK_DOWN, FALSE},
	{"silent", FWD_LINK_SILENT, FALSE},
	{"one-way", FWD_LINK_UP, TRUE},
};

static gboolean parse_link_state(const char *text, void *out)
{
	*(const LinkState **)out = NULL;
	if (*text == '\0')
		return TRUE;
	for (unsigned i = 0; i < G_N_ELEMENTS(link_states); i++)
		if (strcmp(link_states[i].name, text) == 0) {
			*(const LinkState **)out = &link_states[i];
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind config_link_state = {
	"link-state", "\"up\", \"down\", \"silent\" or \"one-way\"", parse_link_state, NULL, NULL};

enum { LOSS_STAYS = -1 };

static gboolean parse_loss(const char *text, void *out)
{
	uint32_t share = 0;
	gboolean ok = *text == '\0' || config_share.parse(text, &share);

	*(int64_t *)out = *text == '\0' ? LOSS_STAYS : (int64_t)share;
	return ok;
}

static const ConfigKind config_loss = {"share", "a share such as 10%, at most 100%", parse_loss,
				       NULL, NULL};

/* <link a="P" b="PE-1" state="down"/>, <link a="P" b="PE-1" loss="10%" loss-one-way="yes"/> */
typedef struct LinkAction {
	char *a, *b;            /* "node" or "node:interface" */
	const LinkState *state; /* NULL: as it was */
	int64_t loss;           /* of a million frames, or LOSS_STAYS */
	gboolean loss_one_way;  /* of those that a sends alone */
} LinkAction;

static FwdLink *link_find(const Network *network, const LinkAction *action, unsigned *n)
{
	GStrv a = g_strsplit(action->a, ":", 2);
	GStrv b = g_strsplit(action->b, ":", 2);
	FwdLink *link = NULL;

	*n = 0;
	if (a[0] && b[0])
		link = network_link(network, a[0], b[0], a[1], b[1], n);

	g_strfreev(a);
	g_strfreev(b);
	return link;
}

static gboolean link_check(Network *network, const void *config, GError **error)
{
	const LinkAction *action = config;
	unsigned n;

	if (!link_find(network, action, &n)) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"there is no link between \"%s\" and \"%s\"; write two nodes that one joins, or node:interface",
			action->a, action->b);
		return FALSE;
	}
	if (n > 1) {
		g_set_error(error, PROTO_ERROR, 0,
			    "%u links join \"%s\" and \"%s\"; write node:interface", n, action->a,
			    action->b);
		return FALSE;
	}
	if (action->state || action->loss != LOSS_STAYS)
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "write state=\"...\", loss=\"...\" or both");
	return FALSE;
}

/* The end that the action calls a. */
static const FwdIface *link_end_a(const FwdLink *link, const LinkAction *action)
{
	GStrv a = g_strsplit(action->a, ":", 2);
	const FwdIface *end = network_link_end(link, a[0], a[1]);

	g_strfreev(a);
	return end;
}

static void set_state(FwdLink *link, const LinkState *state, const FwdIface *a)
{
	fwd_link_set_state(link, state->state);
	for (unsigned i = 0; i < link->ends->len; i++) {
		const FwdIface *end = g_ptr_array_index(link->ends, i);

		fwd_link_set_silent(link, end, state->one_way && end == a);
	}
}

static void link_apply(Network *network, const void *config)
{
	const LinkAction *action = config;
	unsigned n;
	FwdLink *link = link_find(network, action, &n);
	const FwdIface *a = link_end_a(link, action);

	if (action->state)
		set_state(link, action->state, a);
	if (action->loss != LOSS_STAYS)
		fwd_link_set_loss(link, action->loss_one_way ? a : NULL, (uint32_t)action->loss);
}

/* "0.1%" of the millionths. */
static void append_loss(const LinkAction *action, GString *out)
{
	const unsigned per_cent = FWD_LOSS_ALWAYS / 100;
	unsigned whole = (unsigned)action->loss / per_cent,
		 rest = (unsigned)action->loss % per_cent;
	g_autofree char *decimals = g_strdup_printf("%04u", rest);

	for (size_t n = strlen(decimals); n > 0 && decimals[n - 1] == '0'; n--)
		decimals[n - 1] = '\0';
	g_string_append_printf(out, " loss %u%s%s%%%s", whole, rest > 0 ? "." : "", decimals,
			       action->loss_one_way ? " one-way" : "");
}

static void link_describe(const void *config, GString *kind, GString *target)
{
	const LinkAction *action = config;

	g_string_append_printf(kind, "link-%s", action->state ? action->state->name : "loss");
	g_string_append_printf(target, "%s--%s", action->a, action->b);
	if (action->loss != LOSS_STAYS)
		append_loss(action, target);
}

static const ConfigField link_fields[] = {
	CONFIG_FIELD(LinkAction, a, "a", config_text, NULL, "one end: node or node:interface"),
	CONFIG_FIELD(LinkAction, b, "b", config_text, NULL, "the other end"),
	CONFIG_FIELD(LinkAction, state, "state", config_link_state, "",
		     "up, down (both ends lose carrier), silent (frames are lost, nobody knows) or "
		     "one-way (those that a sends are); empty: as it was"),
	CONFIG_FIELD(LinkAction, loss, "loss", config_loss, "",
		     "share of the frames that are lost from now on; empty: as it was"),
	CONFIG_FIELD(LinkAction, loss_one_way, "loss-one-way", config_bool, "no",
		     "yes: of those that a sends; the others are lost as they were"),
};

const ActionClass link_action = {
	.element = "link",
	.doc = "Fails or repairs a link, or makes it lose frames.",
	.fields = link_fields,
	.n_fields = G_N_ELEMENTS(link_fields),
	.config_size = sizeof(LinkAction),
	.check = link_check,
	.apply = link_apply,
	.describe = link_describe,
};

typedef struct InterfaceState {
	const char *name;
	gboolean shut, silent;
} InterfaceState;

static const InterfaceState interface_states[] = {
	{"up", FALSE, FALSE},
	{"shut", TRUE, FALSE},
	{"silent", FALSE, TRUE},
};

static gboolean parse_interface_state(const char *text, void *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(interface_states); i++)
		if (strcmp(interface_states[i].name, text) == 0) {
			*(const InterfaceState **)out = &interface_states[i];
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind config_interface_state = {
	"interface-state", "\"up\", \"shut\" or \"silent\"", parse_interface_state, NULL, NULL};

/* <interface node="PE-1" name="asbr.10" state="shut"/> */
typedef struct InterfaceAction {
	char *node, *name;
	const InterfaceState *state;
} InterfaceAction;

static FwdIface *interface_find(const Network *network, const InterfaceAction *action)
{
	const Node *node = network_node(network, action->node);

	return node ? fwd_node_iface(node->fwd, action->name) : NULL;
}

static gboolean interface_check(Network *network, const void *config, GError **error)
{
	const InterfaceAction *action = config;
	const FwdIface *iface = interface_find(network, action);

	if (!iface) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"there is no interface \"%s\" on a node \"%s\"; write the names of a node and its "
			"interface",
			action->name, action->node);
		return FALSE;
	}
	if (action->state->silent && !fwd_iface_link(iface)) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"\"%s\" of node \"%s\" is on no link, where it could be silent; write shut",
			action->name, action->node);
		return FALSE;
	}
	return TRUE;
}

static void interface_apply(Network *network, const void *config)
{
	const InterfaceAction *action = config;
	FwdIface *iface = interface_find(network, action);

	fwd_iface_set_silent(iface, action->state->silent);
	if (iface->shut != action->state->shut)
		fwd_iface_set_shut(iface, action->state->shut);
}

static void interface_describe(const void *config, GString *kind, GString *target)
{
	const InterfaceAction *action = config;

	g_string_append_printf(kind, "interface-%s", action->state->name);
	g_string_append_printf(target, "%s:%s", action->node, action->name);
}

static const ConfigField interface_fields[] = {
	CONFIG_FIELD(InterfaceAction, node, "node", config_text, NULL, "name of the node"),
	CONFIG_FIELD(InterfaceAction, name, "name", config_text, NULL, "name of the interface"),
	CONFIG_FIELD(
		InterfaceAction, state, "state", config_interface_state, NULL,
		"up, shut (administratively: the other end of its link loses carrier) or silent "
		"(frames to and from it are lost, nobody knows)"),
};

const ActionClass interface_action = {
	.element = "interface",
	.doc = "Shuts one interface, or makes it silent.",
	.fields = interface_fields,
	.n_fields = G_N_ELEMENTS(interface_fields),
	.config_size = sizeof(InterfaceAction),
	.check = interface_check,
	.apply = interface_apply,
	.describe = interface_describe,
};
