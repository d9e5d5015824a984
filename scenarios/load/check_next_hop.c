/* SPDX-License-Identifier: Apache-2.0 */
/* Next hops of labelled routes that a border router leaves as another AS has them, and LSPs to them inside of its own. */
#include "models/bgp/bgp_family.h"
#include "models/ospf/ospf.h"
#include "models/rip/rip.h"
#include "scenarios/load/check_bgp.h"
#include "scenarios/load/check_hybrid.h"

#include <string.h>

/* What leads from others of the AS to the neighbour, as an IGP is told of its host route; NULL: nothing, and what to
 * write. */
static const char *missing_for(const CheckSession *border)
{
	const CheckTable *table = border->speaker->table;
	const LoadElement *ospf = check_protocol(table, &ospf_class);
	const LoadElement *rip = check_protocol(table, &rip_class);

	if (!border->config->options.host_route)
		return "host-route=\"yes\" in";
	if ((!ospf && !rip) || check_redistributes(ospf, "connected") ||
	    check_redistributes(rip, "connected"))
		return NULL;
	return ospf ? "<redistribute from=\"connected\"/> in <ospf>, so that others know of the host "
		      "route of"
		    : "<redistribute from=\"connected\"/> in <rip>, so that others know of the host "
		      "route of";
}

/* Whether all route maps that are named for the family leave all routes their next hops. */
static gboolean maps_leave_next_hop(const CheckSession *session, char *const *names,
				    const char *family)
{
	const PolicySet *policies = check_node(session->speaker->table)->policies;
	size_t n = strlen(family);

	for (char *const *name = names; name && *name; name++) {
		const char *colon = strchr(*name, ':');
		const PolicyMap *map;

		if (colon && ((size_t)(colon - *name) != n || strncmp(*name, family, n) != 0))
			continue;
		map = policy_set_map(policies, colon ? colon + 1 : *name, NULL);
		if (!map || !policy_map_keeps_next_hops(map))
			return FALSE;
	}
	return TRUE;
}

static gboolean leaves_next_hop(const CheckSession *session, const char *family)
{
	return !check_session_says(session->config->next_hop_self, family) &&
	       maps_leave_next_hop(session, session->config->export_map, family);
}

/* An external neighbour on a link whose labelled routes others are told; NULL: there is none, or all is well. */
static const CheckSession *border_without_lsp(const CheckSpeaker *speaker, const char *family)
{
	for (unsigned s = 0; s < speaker->sessions->len; s++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

		if (!session->internal && session->towards && session->towards->fwd->mpls &&
		    check_session_has(session, family) && !check_hybrid_ends(session) &&
		    maps_leave_next_hop(session, session->config->import_map, family) &&
		    missing_for(session))
			return session;
	}
	return NULL;
}

static void tell(const CheckSession *session, const CheckSession *border, const char *family,
		 LoadErrors *found)
{
	g_autofree char *name = check_session_name(session);
	g_autofree char *line = load_errors_line(found, border->element->line);
	char address[NET_ADDR_STRLEN];

	load_error(
		found, session->element->line,
		"%s is told %s routes with the next hop %s, to which no LSP leads in its AS; write "
		"next-hop-self=\"%s\" here, or %s the neighbor in %s",
		name, family, net_addr_str(&border->config->address, address), family,
		missing_for(border), line);
}

static void look_at(const CheckNet *net, const CheckSession *session, LoadErrors *found)
{
	(void)net;
	for (unsigned f = 0; session->internal && f < BGP_N_FAMILIES; f++) {
		const char *family = bgp_families[f].name;
		const CheckSession *border;

		if (!bgp_families[f].format->labelled || !check_session_has(session, family) ||
		    !leaves_next_hop(session, family))
			continue;
		border = border_without_lsp(session->speaker, family);
		if (border)
			tell(session, border, family, found);
	}
}

void check_next_hop_without_lsp(const CheckNet *net, LoadErrors *found)
{
	check_each_session(net, look_at, found);
}
