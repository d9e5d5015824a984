/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <ibgp> in a carrier: sessions between the loopbacks of its PEs, ASBRs and route reflectors. Without
 * reflectors each has one with all others; else each has one with every reflector, as its client (RFC 4456),
 * and reflectors with each other. A <neighbor> of that address that is there already stays as it is.
 */
#include "models/net/advice.h"
#include "scenarios/load/expansion.h"

#include <string.h>

typedef struct Member {
	xmlNode *node;
	xmlNode *bgp;          /* NULL: not looked for yet */
	char *name, *loopback; /* name of the interface */
	char *address;         /* without length */
	gboolean reflector;
	GHashTable *neighbors; /* address, owned -> xmlNode */
} Member;

typedef struct Mesh {
	Expansion *expansion;
	const LoadGroup *carrier;
	const LoadIbgp *config;
	GPtrArray *members; /* of Member, owned, in the order of the file */
	unsigned line;
} Mesh;

static void member_free(void *user)
{
	Member *member = user;

	g_hash_table_unref(member->neighbors);
	g_free(member->name);
	g_free(member->loopback);
	g_free(member->address);
	g_free(member);
}

static gboolean takes_part(const xmlNode *node)
{
	g_autofree char *role = load_xml_get(node, "role");

	return g_strcmp0(role, "pe") == 0 || g_strcmp0(role, "asbr") == 0 ||
	       g_strcmp0(role, "rr") == 0;
}

/* FALSE where it has none, which is told. */
static gboolean find_loopback(const Mesh *mesh, Member *member)
{
	if (expand_loopback(member->node, &member->loopback, &member->address))
		return TRUE;
	if (expand_child(member->node, "loopback"))
		return FALSE; /* which has no address; the loader tells */
	load_error(mesh->expansion->errors, load_xml_line(member->node),
		   "node \"%s\" has no loopback for <ibgp>; write one, or "
		   "loopbacks=\"10.1.0.0/24\" in <carrier>",
		   member->name);
	return FALSE;
}

static void add_member(Mesh *mesh, xmlNode *node)
{
	g_autofree char *name = load_xml_get(node, "name");
	gboolean reflector =
		name && g_strv_contains((const char *const *)mesh->config->reflectors, name);
	Member *member;

	if (!name || (!reflector && !takes_part(node)))
		return;
	member = g_new0(Member, 1);
	member->node = node;
	member->name = g_steal_pointer(&name);
	member->reflector = reflector;
	member->neighbors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (find_loopback(mesh, member))
		g_ptr_array_add(mesh->members, member);
	else
		member_free(member);
}

static void check_reflectors(const Mesh *mesh, const xmlNode *carrier)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (const xmlNode *child = carrier->children; child; child = child->next) {
		char *name = expand_is(child, "node") ? load_xml_get(child, "name") : NULL;

		if (name)
			g_ptr_array_add(names, name);
	}
	for (char **word = mesh->config->reflectors; *word; word++) {
		g_autofree char *quoted = load_quote(*word);
		g_autofree char *advice = NULL;

		if (g_ptr_array_find_with_equal_func(names, *word, g_str_equal, NULL))
			continue;
		advice = net_advise(*word, names, "its nodes are");
		load_error(mesh->expansion->errors, mesh->line,
			   "reflectors: carrier \"%s\" has no node %s; %s", mesh->carrier->name,
			   quoted, advice);
	}
	g_ptr_array_free(names, TRUE);
}

/* Its <bgp>, which is made where there is none; NULL where there are too many elements. */
static xmlNode *bgp_of(const Mesh *mesh, Member *member)
{
	if (member->bgp)
		return member->bgp;
	member->bgp = expand_child(member->node, "bgp");
	if (!member->bgp)
		member->bgp = expand_add(mesh->expansion, (ExpandAt){.parent = member->node}, "bgp",
					 mesh->line);
	for (xmlNode *child = member->bgp ? member->bgp->children : NULL; child;
	     child = child->next) {
		char *address =
			expand_is(child, "neighbor") ? load_xml_get(child, "address") : NULL;

		if (address)
			g_hash_table_replace(member->neighbors, address, child);
	}
	return member->bgp;
}

/* A session of another <ibgp> carries the families of this one too. */
static void add_families(const Mesh *mesh, xmlNode *neighbor)
{
	for (char **word = mesh->config->families; *word; word++)
		expand_add_word(mesh->expansion, neighbor, "families", *word);
}

static xmlNode *make_neighbor(const Mesh *mesh, Member *of, const Member *to)
{
	g_autofree char *families = g_strjoinv(" ", mesh->config->families);
	xmlNode *neighbor =
		expand_add(mesh->expansion, (ExpandAt){.parent = of->bgp}, "neighbor", mesh->line);

	if (!neighbor)
		return NULL;
	expand_set(mesh->expansion, neighbor, "address", to->address);
	expand_set(mesh->expansion, neighbor, "update-source", of->loopback);
	expand_set(mesh->expansion, neighbor, "families", families);
	g_hash_table_replace(of->neighbors, g_strdup(to->address), neighbor);
	g_hash_table_add(mesh->expansion->made, neighbor);
	return neighbor;
}

/* One end of a session. FALSE where there are too many elements. */
static gboolean add_session(const Mesh *mesh, Member *of, const Member *to)
{
	xmlNode *neighbor;

	if (!bgp_of(mesh, of))
		return FALSE;
	neighbor = g_hash_table_lookup(of->neighbors, to->address);
	if (neighbor && !g_hash_table_contains(mesh->expansion->made, neighbor))
		return TRUE;
	if (neighbor)
		add_families(mesh, neighbor);
	else
		neighbor = make_neighbor(mesh, of, to);
	if (neighbor && of->reflector && !to->reflector &&
	    !load_xml_has(neighbor, "route-reflector-client"))
		expand_set(mesh->expansion, neighbor, "route-reflector-client", "yes");
	return neighbor != NULL;
}

static void add_sessions(const Mesh *mesh)
{
	gboolean full = !*mesh->config->reflectors;

	for (unsigned i = 0; i < mesh->members->len; i++)
		for (unsigned j = 0; j < mesh->members->len; j++) {
			Member *of = g_ptr_array_index(mesh->members, i);
			const Member *to = g_ptr_array_index(mesh->members, j);

			if (i != j && (full || of->reflector || to->reflector) &&
			    !add_session(mesh, of, to))
				return;
		}
}

static void expand_one(Expansion *expansion, xmlNode *ibgp, const LoadGroup *carrier)
{
	LoadElement *read = expand_read(expansion, ibgp, LOAD_IBGP);
	Mesh mesh = {.expansion = expansion, .carrier = carrier};

	if (!read)
		return;
	mesh.config = read->config;
	mesh.line = read->line;
	mesh.members = g_ptr_array_new_with_free_func(member_free);
	check_reflectors(&mesh, ibgp->parent);
	for (xmlNode *child = ibgp->parent->children; child; child = child->next)
		if (expand_is(child, "node"))
			add_member(&mesh, child);
	if (expand_is_sound(expansion))
		add_sessions(&mesh);
	g_ptr_array_free(mesh.members, TRUE);
	load_element_free(read);
	expand_remove(ibgp);
}

void expand_ibgp(Expansion *expansion, xmlNode *carrier, const LoadGroup *config)
{
	xmlNode *next;

	for (xmlNode *child = carrier->children; child; child = next) {
		next = child->next;
		if (expand_is(child, "ibgp"))
			expand_one(expansion, child, config);
	}
}
