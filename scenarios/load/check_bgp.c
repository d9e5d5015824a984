/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of BGP: what the two ends have to agree on. */
#include "scenarios/load/check_bgp.h"

#include "models/bgp/bgp.h"
#include "models/static/static.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

/* Of what both ends say the session is told once, at the later of the two. */
static gboolean is_later(const CheckSession *session)
{
	const CheckSession *other = session->other;

	return other && (other->element->line < session->element->line ||
			 (other->element->line == session->element->line &&
			  other->speaker->id < session->speaker->id));
}

static const CheckIface *other_end(const CheckIface *iface)
{
	for (unsigned i = 0; i < iface->wire->ends->len; i++) {
		const CheckIface *end = g_ptr_array_index(iface->wire->ends, i);

		if (end != iface && end->fwd->addresses->len > 0)
			return end;
	}
	return NULL;
}

static void look_at_address(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	const CheckIface *end = session->towards ? other_end(session->towards) : NULL;
	g_autofree char *name = check_session_name(session);
	g_autofree char *has = end ? check_iface_name(end) : NULL;
	char text[NET_ADDR_STRLEN];
	NetAddr address;

	(void)net;
	if (session->target || session->target_known)
		return;
	if (end)
		address = fwd_iface_address(end->fwd, NET_AF_IPV4);
	load_error(found, session->element->line,
		   "%s: nobody that links lead to has this address; write %s%s%s", name,
		   end ? net_addr_str(&address, text) : "that of an interface of the neighbour",
		   end ? ", which is at " : "", end ? has : "");
}

void check_session_address(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_address, found);
}

static void look_at_ends(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *table = session->target ? check_table_name(session->target->table) : NULL;
	char text[NET_ADDR_STRLEN];

	if (!session->target || session->other)
		return;
	if (!net->sessions->by_table[session->target->table->id])
		load_error(found, session->element->line,
			   "%s: %s, which has this address, does not run BGP; write <bgp> there",
			   name, table);
	else
		load_error(found, session->element->line,
			   "%s: %s, which has this address, has no neighbor of that kind; write "
			   "<neighbor address=\"%s\" .../> in its <bgp>",
			   name, table,
			   net_addr_is_set(&session->source) ? net_addr_str(&session->source, text)
							     : "...");
}

void check_session_at_one_end(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_ends, found);
}

/* Whether the end is known to its neighbour by that number. */
static gboolean goes_by(const CheckSession *end, uint32_t number)
{
	const BgpPeerOptions *o = &end->config->options;

	return o->local_as == 0 ? number == end->speaker->as_number
				: number == o->local_as || (o->local_as_dual_as &&
							    number == end->speaker->as_number);
}

static void look_at_as(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	const CheckSession *other = session->other;
	g_autofree char *name = check_session_name(session);
	g_autofree char *table = other ? check_table_name(other->speaker->table) : NULL;
	uint32_t number;

	(void)net;
	if (!other || other->speaker == session->speaker || other->speaker->as_number == 0 ||
	    goes_by(other, session->remote_as))
		return;
	number = other->config->options.local_as ? other->config->options.local_as
						 : other->speaker->as_number;
	if (number == session->speaker->as_number)
		load_error(
			found, session->element->line,
			"%s has remote-as=\"%u\", but %s is in AS %u, this node's; leave out remote-as",
			name, session->remote_as, table, number);
	else
		load_error(
			found, session->element->line,
			"%s is taken for one of AS %u, but %s is in AS %u; write remote-as=\"%u\"",
			name, session->remote_as, table, number, number);
}

void check_session_as(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_as, found);
}

static char *line_of(const CheckSession *session, const LoadErrors *found)
{
	return load_errors_line(found, session->element->line);
}

static void look_at_families(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *here = g_strjoinv(" ", session->families);
	g_autofree char *there = NULL, *line = NULL;

	(void)net;
	if (!is_later(session))
		return;
	for (char **family = session->families; *family; family++)
		if (check_session_has(session, *family))
			return;
	there = g_strjoinv(" ", session->other->families);
	line = line_of(session->other, found);
	load_error(
		found, session->element->line,
		"%s has families=\"%s\", the other end in %s has families=\"%s\", so that nothing "
		"is exchanged; write a family that both have",
		name, here, line, there);
}

void check_session_families(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_families, found);
}

static void look_at_passive(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *line = NULL;

	(void)net;
	if (!is_later(session) || !session->config->options.passive ||
	    !session->other->config->options.passive)
		return;
	line = line_of(session->other, found);
	load_error(found, session->element->line,
		   "%s is passive, and so is the other end in %s, so that nobody opens the "
		   "session; leave out passive at one end",
		   name, line);
}

void check_session_passive(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_passive, found);
}

/* Without update-source a session has the address of an interface towards the neighbour, which a loopback is not; but an
 * unnumbered link has a loopback's. */
static gboolean may_be_source(const CheckTable *table, const NetAddr *address)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);
		NetAddr own = fwd_iface_address(iface->fwd, address->family);

		if (iface->wire && net_addr_equal(&own, address))
			return TRUE;
	}
	return FALSE;
}

/* Whether a connection that the end opens comes from the address that the other one knows. */
static gboolean may_open(const CheckSession *end)
{
	const NetAddr *known = &end->other->config->address;

	if (end->config->options.passive)
		return FALSE;
	return net_addr_is_set(&end->source) ? net_addr_equal(&end->source, known)
					     : may_be_source(end->speaker->table, known);
}

static void look_at_source(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	const CheckSession *other = session->other;
	char used[NET_ADDR_STRLEN], known[NET_ADDR_STRLEN];
	const CheckSession *wrong;
	g_autofree char *name = NULL, *line = NULL;

	(void)net;
	if (!is_later(session) || may_open(session) || may_open(other) ||
	    (session->config->options.passive && other->config->options.passive))
		return;
	wrong = session->config->options.passive ? other : session;
	name = check_session_name(wrong);
	line = line_of(wrong->other, found);
	load_error(
		found, wrong->element->line,
		"%s: the session comes from %s, but the other end, in %s, has neighbor %s; write "
		"update-source with the interface of that address",
		name,
		net_addr_is_set(&wrong->source) ? net_addr_str(&wrong->source, used)
						: "the address of a link",
		line, net_addr_str(&wrong->other->config->address, known));
}

void check_session_source(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_source, found);
}

static const char *password_of(const CheckSession *session)
{
	return session->config->password ? session->config->password : "";
}

static void look_at_password(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *line = NULL;

	(void)net;
	if (!is_later(session) || strcmp(password_of(session), password_of(session->other)) == 0)
		return;
	line = line_of(session->other, found);
	load_error(found, session->element->line,
		   "%s has %s password, the other end in %s has %s, so that neither hears the "
		   "other; write the same password at both ends",
		   name, *password_of(session) ? "a" : "no", line,
		   !*password_of(session->other) ? "none"
		   : *password_of(session)       ? "another"
						 : "one");
}

void check_session_password(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_password, found);
}

static void look_at_hold_time(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	const CheckSession *other = session->other;
	SimTime least = session->config->options.minimum_hold;
	g_autofree char *name = check_session_name(session);
	g_autofree char *line = NULL;

	(void)net;
	if (!other || other->config->options.hold_time >= least)
		return;
	line = line_of(other, found);
	load_error(found, session->element->line,
		   "%s has minimum-hold-time %us, the other end in %s offers hold-time %us, "
		   "which is refused; write a lower or a higher one",
		   name, (unsigned)(least / SIM_SEC), line,
		   (unsigned)(other->config->options.hold_time / SIM_SEC));
}

void check_session_hold_time(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at_hold_time, found);
}

/* A static route of the table to the prefix itself. */
static gboolean is_static(const CheckTable *table, const NetPrefix *prefix)
{
	const LoadElement *protocol = check_protocol(table, &static_class);

	for (unsigned i = 0; protocol && i < protocol->children->len; i++) {
		const NetPrefix *of =
			check_value(g_ptr_array_index(protocol->children, i), "prefix");

		if (of && net_prefix_equal(of, prefix))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_own_subnet(const CheckTable *table, const NetPrefix *prefix)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const FwdIface *iface =
			((const CheckIface *)g_ptr_array_index(table->ifaces, i))->fwd;

		for (unsigned a = 0; a < iface->addresses->len; a++) {
			const NetPrefix *own = &g_array_index(iface->addresses, NetPrefix, a);
			NetPrefix subnet = net_prefix(&own->addr, own->len);
			NetPrefix host = net_prefix(&own->addr, net_family_bits(own->addr.family));

			if (net_prefix_equal(&subnet, prefix) || net_prefix_equal(&host, prefix))
				return TRUE;
		}
	}
	return FALSE;
}

/* A protocol that learns routes, so that nobody can tell which there will be. */
static gboolean learns(const CheckTable *table)
{
	const LoadElement *holder = table->vrf ? table->vrf : table->node;

	for (unsigned i = 0; i < holder->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(holder->children, i);

		if (child->shape.kind == LOAD_PROTOCOL && !child->shape.protocol->labels_only &&
		    child->shape.protocol != &bgp_class && child->shape.protocol != &static_class)
			return TRUE;
	}
	return FALSE;
}

static void look_at_networks(const CheckSpeaker *speaker, LoadErrors *found)
{
	g_autofree char *name = check_table_name(speaker->table);
	char text[NET_PREFIX_STRLEN];

	for (unsigned i = 0; i < speaker->element->children->len; i++) {
		const LoadElement *item = g_ptr_array_index(speaker->element->children, i);
		const NetPrefix *prefix = strcmp(item->shape.element, "network") == 0 && item->sound
						  ? check_value(item, "prefix")
						  : NULL;

		if (prefix && !is_own_subnet(speaker->table, prefix) &&
		    !is_static(speaker->table, prefix))
			load_error(
				found, item->line,
				"network %s of %s: no interface is in exactly this subnet, and no "
				"static route leads there, so that it is not announced; write the "
				"prefix of one, or a <route> in <static>",
				net_prefix_str(prefix, text), name);
	}
}

/* An operator gives some node a static route. */
static gboolean adds_routes(const Loader *loader)
{
	g_autoptr(GPtrArray) actions = g_ptr_array_new();
	gboolean any = FALSE;

	load_elements(loader->root, LOAD_ACTION, actions);
	for (unsigned i = 0; i < actions->len && !any; i++)
		any = strcmp(((const LoadElement *)g_ptr_array_index(actions, i))->shape.element,
			     "route") == 0;
	return any;
}

void check_network_without_route(const CheckNet *net, LoadErrors *found)
{
	if (adds_routes(net->loader))
		return;
	for (unsigned i = 0; i < net->sessions->speakers->len && !load_errors_full(found); i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		if (!learns(speaker->table))
			look_at_networks(speaker, found);
	}
}
