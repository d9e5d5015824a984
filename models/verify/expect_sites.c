/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_sites.h"

#include "models/verify/flow.h"

#include <inttypes.h>

enum { TOLD_MAX = 3, SITE_TTL = 64 };

typedef struct Site {
	Node *node;
	FwdVrf *vrf; /* the global table */
	unsigned group;
	GArray *addresses; /* of NetAddr; it sends from the first one of a family */
} Site;

typedef struct SitesState {
	GPtrArray *sites;    /* of Site, by group */
	GHashTable *of_node; /* Node -> Site, both borrowed; looked up alone */
	gboolean isolation;
} SitesState;

static void site_free(void *user)
{
	Site *site = user;

	g_array_free(site->addresses, TRUE);
	g_free(site);
}

static void state_free(void *user)
{
	SitesState *state = user;

	g_ptr_array_free(state->sites, TRUE);
	g_hash_table_unref(state->of_node);
	g_free(state);
}

/* ---- Looking ---- */

typedef struct SitesLook {
	const SitesState *state;
	Path *path; /* scratch */
	uint64_t pairs, failed;
	GString *told; /* the first of those that failed */
} SitesLook;

/* A node on the path that is of another group than the sender, NULL where there is none. */
static const Site *intruded(const SitesLook *look, const Site *from)
{
	for (unsigned i = 0; i < look->path->n_hops; i++) {
		const Site *site =
			g_hash_table_lookup(look->state->of_node, look->path->hops[i].node);

		if (site && site->group != from->group)
			return site;
	}
	return NULL;
}

static gboolean arrived(const Path *path, const Site *to)
{
	const PathHop *last = &path->hops[path->n_hops - 1];

	return path->verdict == PATH_DELIVERED && last->vrf == to->vrf;
}

/* "CE-1 -> CE-7 152.12.4.1: dropped at PE-2: no route" */
static void tell(SitesLook *look, const Site *from, const Site *to, const NetAddr *dst)
{
	const Path *path = look->path;
	const Site *other = look->state->isolation ? intruded(look, from) : NULL;
	const Node *last = path->hops[path->n_hops - 1].node;

	if (look->failed++ >= TOLD_MAX)
		return;
	g_string_append_printf(look->told, "%s%s -> %s ", look->failed > 1 ? "; " : "",
			       from->node->name, to->node->name);
	net_addr_append(dst, look->told);
	g_string_append_printf(look->told, ": %s at %s", path_verdict_name(path->verdict),
			       last->name);
	if (path->reason)
		g_string_append_printf(look->told, ": %s", path->reason);
	if (other && other->node != last)
		g_string_append_printf(look->told, ", through %s", other->node->name);
}

static const NetAddr *source_of(const Site *site, uint8_t family)
{
	for (unsigned i = 0; i < site->addresses->len; i++) {
		const NetAddr *addr = &g_array_index(site->addresses, NetAddr, i);

		if (addr->family == family)
			return addr;
	}
	return NULL;
}

static void look_at_pair(SitesLook *look, const Site *from, const Site *to, const NetAddr *dst)
{
	const NetAddr *src = source_of(from, dst->family);
	gboolean met;

	if (!src)
		return;
	look->pairs++;
	path_walk(from->node, from->vrf, src, dst, SITE_TTL, 0,
		  fwd_flow_hash(src, dst, IP_PROTO_ICMP, 0, 0), NULL, look->path);
	met = look->state->isolation ? !intruded(look, from) : arrived(look->path, to);
	if (!met)
		tell(look, from, to, dst);
}

static void look_at_sites(SitesLook *look, const Site *from, const Site *to)
{
	if (from == to || (from->group == to->group) == look->state->isolation)
		return;
	for (unsigned i = 0; i < to->addresses->len; i++)
		look_at_pair(look, from, to, &g_array_index(to->addresses, NetAddr, i));
}

static ExpectSight look_at(void *user, SimTime now, GString *seen)
{
	const SitesState *state = user;
	const GPtrArray *sites = state->sites;
	SitesLook look = {.state = state, .path = path_new(), .told = g_string_new(NULL)};

	(void)now;
	for (unsigned i = 0; i < sites->len; i++)
		for (unsigned j = 0; j < sites->len; j++)
			look_at_sites(&look, g_ptr_array_index(sites, i),
				      g_ptr_array_index(sites, j));
	if (look.failed == 0)
		g_string_append_printf(seen, "%" PRIu64 " of %" PRIu64 " pairs", look.pairs,
				       look.pairs);
	else
		g_string_append_printf(seen, "not so of %" PRIu64 " of %" PRIu64 " pairs: %s",
				       look.failed, look.pairs, look.told->str);
	if (look.failed > TOLD_MAX)
		g_string_append_printf(seen, "; and %" PRIu64 " more", look.failed - TOLD_MAX);
	g_string_free(look.told, TRUE);
	path_free(look.path);
	return look.failed == 0 ? EXPECT_MET : EXPECT_FAILED;
}

static const ExpectKind kind = {.look = look_at, .free = state_free};

/* ---- Who the sites are ---- */

static void add_addresses(Site *site, const FwdIface *iface)
{
	for (unsigned i = 0; i < iface->addresses->len; i++)
		g_array_append_val(site->addresses,
				   g_array_index(iface->addresses, NetPrefix, i).addr);
}

static void find_addresses(Site *site)
{
	const GPtrArray *ifaces = site->node->fwd->ifaces;

	for (unsigned i = 0; i < ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(ifaces, i);

		if (iface->vrf == site->vrf && iface->kind == FWD_IFACE_LOOPBACK)
			add_addresses(site, iface);
	}
	for (unsigned i = 0; i < ifaces->len && site->addresses->len == 0; i++) {
		const FwdIface *iface = g_ptr_array_index(ifaces, i);

		if (iface->vrf == site->vrf)
			add_addresses(site, iface);
	}
}

static gboolean add_site(SitesState *state, Node *node, unsigned group, GError **error)
{
	Site *site = g_new0(Site, 1);

	*site = (Site){
		.node = node,
		.vrf = fwd_node_global(node->fwd),
		.group = group,
		.addresses = g_array_new(FALSE, FALSE, sizeof(NetAddr)),
	};
	g_ptr_array_add(state->sites, site);
	g_hash_table_insert(state->of_node, node, site);
	find_addresses(site);
	if (site->addresses->len > 0)
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0,
		    "node \"%s\" has no address to be reached at; give it a loopback", node->name);
	return FALSE;
}

static SitesState *state_new(const ExpectSites *config, gboolean isolation, GError **error)
{
	SitesState *state = g_new0(SitesState, 1);
	gboolean ok = TRUE;

	state->sites = g_ptr_array_new_with_free_func(site_free);
	state->of_node = g_hash_table_new(NULL, NULL);
	state->isolation = isolation;
	for (unsigned c = 0; c < config->n_groups; c++) {
		const GPtrArray *nodes = config->groups[c].nodes;

		for (unsigned i = 0; ok && i < nodes->len; i++)
			ok = add_site(state, g_ptr_array_index(nodes, i), c, error);
	}
	if (!ok)
		g_clear_pointer(&state, state_free);
	return state;
}

/* Names in a list, of which the first are told. */
static void append_name(const char *name, unsigned n, GString *out)
{
	if (n <= TOLD_MAX)
		g_string_append_printf(out, "%s%s", n > 1 ? ", " : "", name);
}

static void append_more(unsigned n, GString *out)
{
	if (n > TOLD_MAX)
		g_string_append_printf(out, " and %u more", n - TOLD_MAX);
}

static void append_nodes(const ExpectGroup *group, GString *out)
{
	for (unsigned i = 0; i < group->nodes->len; i++)
		append_name(((const Node *)g_ptr_array_index(group->nodes, i))->name, i + 1, out);
	append_more(group->nodes->len, out);
}

/* The groups with so many sites; *n becomes how many there are. */
static char *list(const ExpectSites *config, unsigned min_sites, unsigned *n)
{
	GString *text = g_string_new(NULL);

	*n = 0;
	for (unsigned g = 0; g < config->n_groups; g++) {
		const ExpectGroup *group = &config->groups[g];

		if (group->nodes->len < min_sites)
			continue;
		++*n;
		if (group->name)
			append_name(group->name, *n, text);
		else
			append_nodes(group, text);
	}
	append_more(*n, text);
	return g_string_free(text, FALSE);
}

static gboolean add(ExpectSet *set, const ExpectSites *config, const char *subject,
		    gboolean isolation, GError **error)
{
	SitesState *state = state_new(config, isolation, error);

	if (state)
		expect_add(set, &kind, &config->when, subject,
			   isolation ? "isolated from each other" : "full reach", state);
	return state != NULL;
}

gboolean expect_add_reach(ExpectSet *set, const ExpectSites *config, GError **error)
{
	unsigned n;
	g_autofree char *subject = list(config, 2, &n);

	if (n > 0)
		return add(set, config, subject, FALSE, error);
	g_set_error_literal(error, PROTO_ERROR, 0,
			    "reach is between the sites of a customer; write one that has two "
			    "nodes, or two nodes");
	return FALSE;
}

gboolean expect_add_isolation(ExpectSet *set, const ExpectSites *config, GError **error)
{
	unsigned n;
	g_autofree char *subject = list(config, 1, &n);

	if (n > 1)
		return add(set, config, subject, TRUE, error);
	g_set_error_literal(error, PROTO_ERROR, 0,
			    "isolation is between customers; write two that have nodes, or two "
			    "nodes");
	return FALSE;
}
