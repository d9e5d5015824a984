/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Internal BGP: whether what one router of an AS knows gets to the others, by sessions and route reflectors
 * (RFC 4456 6). What a router has from a client goes to all its peers, what it has from another internal peer to
 * its clients. It is followed from each router that has routes of others or of its own, once for all that have the
 * same peers in the same roles, such as the clients of a pair of reflectors or the routers of a full mesh.
 */
#include "models/bgp/bgp_family.h"
#include "models/ospf/ospf.h"
#include "scenarios/load/check_bgp.h"
#include "scenarios/load/check_sessions.h"

#include <string.h>

enum { MAX_STEPS = 20 * 1000 * 1000, MAX_NAMES = 3 };

typedef struct Edge {
	unsigned to; /* CheckSpeaker.id */
	gboolean to_client, by_client;
} Edge;

typedef struct Member {
	const CheckSpeaker *speaker;
	GArray *edges; /* of Edge, in the order of configuration; NULL: does not speak the family */
	unsigned group;
	gboolean tells, wants;
	gboolean inner; /* it has OSPF, which leads to its own routes, and no others */
	gboolean client_to_client;
} Member;

typedef struct Mesh {
	const CheckNet *net;
	const char *family;
	Member *members; /* by CheckSpeaker.id */
	unsigned n;
	uint8_t *reached; /* by CheckSpeaker.id: bits of From */
	GArray *queue;
	uint64_t steps;
} Mesh;

typedef enum { FROM_CLIENT = 1, FROM_OTHER = 2 } From;

static gboolean is_vpn(const char *family)
{
	return g_str_has_prefix(family, "vpn");
}

static const Node *node_of(const CheckSpeaker *speaker)
{
	return check_node(speaker->table);
}

/* It has a VRF that gives out, or takes in, VPN routes. */
static gboolean has_vrf(const CheckSpeaker *speaker, gboolean gives)
{
	const LoadElement *node = speaker->table->node;

	for (unsigned i = 0; i < node->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(node->children, i);
		const LoadVrf *vrf = child->config;

		if (child->shape.kind == LOAD_VRF && child->sound &&
		    (gives ? vrf->export_rts : vrf->import_rts)->len > 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean has_external(const CheckSpeaker *speaker, const char *family)
{
	for (unsigned i = 0; i < speaker->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, i);

		if (!session->internal &&
		    g_strv_contains((const char *const *)session->families, family))
			return TRUE;
	}
	return FALSE;
}

static gboolean has_clients(const Member *member)
{
	for (unsigned i = 0; i < member->edges->len; i++)
		if (g_array_index(member->edges, Edge, i).to_client)
			return TRUE;
	return FALSE;
}

static gboolean has_ospf(const CheckSpeaker *speaker)
{
	return check_protocol(speaker->table, &ospf_class) != NULL;
}

static void take_role(Member *member, const char *family)
{
	const CheckSpeaker *speaker = member->speaker;
	const LoadElement *bgp = speaker->element;
	gboolean external = has_external(speaker, family);

	if (is_vpn(family)) {
		member->tells = external || has_vrf(speaker, TRUE);
		member->wants = external || has_vrf(speaker, FALSE);
	} else {
		member->inner =
			strcmp(family,
			       bgp_families[bgp_family_for(BGP_ROLE_LABELLED, NET_AF_IPV4)].name) ==
				0 &&
			!external && has_ospf(speaker);
		member->tells = external || check_has_item(bgp, "network") ||
				check_has_item(bgp, "redistribute") ||
				check_has_item(bgp, "aggregate");
		member->wants = member->tells || !has_clients(member);
	}
}

/* NULL where it has no internal neighbour with the family. */
static GArray *edges_of(const CheckSpeaker *speaker, const char *family)
{
	GArray *edges = NULL;

	for (unsigned i = 0; i < speaker->sessions->len; i++) {
		const CheckSession *session = g_ptr_array_index(speaker->sessions, i);
		Edge edge;

		if (!session->internal ||
		    !g_strv_contains((const char *const *)session->families, family))
			continue;
		if (!edges)
			edges = g_array_new(FALSE, TRUE, sizeof(Edge));
		if (!check_session_has(session, family) || !session->other->internal)
			continue;
		edge = (Edge){.to = session->other->speaker->id,
			      .to_client = session->config->rr_client,
			      .by_client = session->other->config->rr_client};
		g_array_append_val(edges, edge);
	}
	return edges;
}

static void mesh_init(Mesh *mesh, const CheckNet *net, const char *family)
{
	const GPtrArray *speakers = net->sessions->speakers;

	*mesh = (Mesh){.net = net, .family = family, .n = speakers->len};
	mesh->members = g_new0(Member, MAX(mesh->n, 1));
	mesh->reached = g_malloc0(MAX(mesh->n, 1));
	mesh->queue = g_array_new(FALSE, FALSE, sizeof(unsigned));
	for (unsigned i = 0; i < mesh->n; i++) {
		Member *member = &mesh->members[i];
		const CheckSpeaker *speaker = g_ptr_array_index(speakers, i);

		member->speaker = speaker;
		member->group = check_sets_of(net->inside, speaker->table->id);
		member->client_to_client =
			*(const gboolean *)check_value(speaker->element, "client-to-client");
		if (!speaker->table->vrf)
			member->edges = edges_of(speaker, family);
		if (member->edges)
			take_role(member, family);
	}
}

static void mesh_clear(Mesh *mesh)
{
	for (unsigned i = 0; i < mesh->n; i++)
		if (mesh->members[i].edges)
			g_array_free(mesh->members[i].edges, TRUE);
	g_array_free(mesh->queue, TRUE);
	g_free(mesh->reached);
	g_free(mesh->members);
}

static void reach(Mesh *mesh, const Edge *edge)
{
	uint8_t from = edge->by_client ? FROM_CLIENT : FROM_OTHER;
	unsigned entry = edge->to * 2 + (from == FROM_CLIENT);

	if (mesh->reached[edge->to] & from)
		return;
	mesh->reached[edge->to] |= from;
	g_array_append_val(mesh->queue, entry);
}

/* by_client of an edge: the router at its other end takes this one for a client. */
static void go_on(Mesh *mesh, unsigned id, gboolean from_client)
{
	const Member *member = &mesh->members[id];

	for (unsigned i = 0; member->edges && i < member->edges->len; i++) {
		const Edge *edge = &g_array_index(member->edges, Edge, i);
		gboolean told =
			edge->to_client ? !from_client || member->client_to_client : from_client;

		mesh->steps++;
		if (told)
			reach(mesh, edge);
	}
}

static void spread(Mesh *mesh, unsigned from)
{
	const Member *member = &mesh->members[from];

	memset(mesh->reached, 0, mesh->n);
	g_array_set_size(mesh->queue, 0);
	mesh->reached[from] = FROM_OTHER;
	for (unsigned i = 0; i < member->edges->len; i++)
		reach(mesh, &g_array_index(member->edges, Edge, i));
	for (unsigned i = 0; i < mesh->queue->len; i++) {
		unsigned entry = g_array_index(mesh->queue, unsigned, i);

		go_on(mesh, entry / 2, entry % 2);
	}
}

static gboolean is_missed(const Mesh *mesh, unsigned from, unsigned to)
{
	const Member *a = &mesh->members[from], *b = &mesh->members[to];

	return from != to && b->wants && !mesh->reached[to] && !(a->inner && b->inner) &&
	       a->group == b->group && a->speaker->as_number == b->speaker->as_number;
}

/* Where both miss each other the first one says it. */
static gboolean is_told_there(const Mesh *mesh, unsigned from, unsigned to)
{
	return to < from && mesh->members[to].tells && mesh->members[from].wants;
}

static void tell(const Mesh *mesh, unsigned from, const GArray *missed, LoadErrors *found)
{
	const CheckSpeaker *speaker = mesh->members[from].speaker;
	GString *names = g_string_new(NULL);
	unsigned n = 0;

	for (unsigned i = 0; i < missed->len; i++) {
		unsigned to = g_array_index(missed, unsigned, i);

		if (to == from || is_told_there(mesh, from, to))
			continue;
		if (n++ < MAX_NAMES)
			g_string_append_printf(names, "%s\"%s\"", n > 1 ? ", " : "",
					       node_of(mesh->members[to].speaker)->name);
	}
	if (n > MAX_NAMES)
		g_string_append_printf(names, " and %u more", n - MAX_NAMES);
	if (n > 0)
		load_error(
			found, speaker->element->line,
			"%s routes of node \"%s\" do not get to %s, for there is neither a session nor a "
			"route reflector between them; write a <neighbor> for each other, or "
			"route-reflector-client=\"yes\" where one has sessions with both",
			mesh->family, node_of(speaker)->name, names->str);
	g_string_free(names, TRUE);
}

static int compare_edges(const void *a, const void *b)
{
	const Edge *x = a, *y = b;

	return (x->to > y->to) - (x->to < y->to);
}

/* The router and its peers with their roles. Who has the same ones reaches the same routers. */
static GBytes *place_of(const Mesh *mesh, unsigned id)
{
	const Member *member = &mesh->members[id];
	const Edge self = {.to = id};
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
	gsize size;

	g_array_append_vals(edges, member->edges->data, member->edges->len);
	g_array_append_val(edges, self);
	g_array_sort(edges, compare_edges);
	size = edges->len * sizeof(Edge);
	return g_bytes_new_take(g_array_free(edges, FALSE), size);
}

/* Those whom nothing from there gets to; from is reached. */
static GArray *find_missed(Mesh *mesh, unsigned from)
{
	GArray *missed = g_array_new(FALSE, FALSE, sizeof(unsigned));

	spread(mesh, from);
	for (unsigned to = 0; to < mesh->n; to++)
		if (mesh->members[to].edges && is_missed(mesh, from, to))
			g_array_append_val(missed, to);
	mesh->steps += mesh->n;
	return missed;
}

static void free_missed(void *data)
{
	g_array_free(data, TRUE);
}

static void look_at_mesh(Mesh *mesh, LoadErrors *found)
{
	GHashTable *known = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
						  (GDestroyNotify)g_bytes_unref, free_missed);

	for (unsigned i = 0; i < mesh->n && mesh->steps < MAX_STEPS && !load_errors_full(found);
	     i++) {
		GBytes *place;
		GArray *missed;

		if (!mesh->members[i].edges || !mesh->members[i].tells)
			continue;
		place = place_of(mesh, i);
		missed = g_hash_table_lookup(known, place);
		if (missed) {
			g_bytes_unref(place);
		} else {
			missed = find_missed(mesh, i);
			g_hash_table_insert(known, place, missed);
		}
		tell(mesh, i, missed, found);
	}
	g_hash_table_unref(known);
}

void check_mesh(const CheckNet *net, LoadErrors *found)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		Mesh mesh;

		mesh_init(&mesh, net, bgp_families[f].name);
		look_at_mesh(&mesh, found);
		mesh_clear(&mesh);
	}
}

static gboolean is_reflector(const CheckSpeaker *speaker)
{
	for (unsigned i = 0; i < speaker->sessions->len; i++)
		if (((const CheckSession *)g_ptr_array_index(speaker->sessions, i))
			    ->config->rr_client)
			return TRUE;
	return FALSE;
}

void check_reflector_without_clients(const CheckNet *net, LoadErrors *found)
{
	for (unsigned i = 0; i < net->sessions->speakers->len && !load_errors_full(found); i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		if (node_of(speaker)->role == NODE_RR && !speaker->table->vrf &&
		    speaker->sessions->len > 0 && !is_reflector(speaker))
			load_error(
				found, speaker->element->line,
				"node \"%s\" is a route reflector by its role and has no clients; write "
				"route-reflector-client=\"yes\" for those of its neighbours that are",
				node_of(speaker)->name);
	}
}
