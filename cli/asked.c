/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/asked.h"

#include <string.h>

/* What ping and traceroute do where nobody says otherwise. */
enum { PING_COUNT = 5, PING_TTL = 64, TRACEROUTE_TTL = 30, TRACEROUTE_PROBES = 3 };
#define PING_INTERVAL SIM_SEC
#define PING_TIMEOUT (2 * SIM_SEC)
#define TRACEROUTE_TIMEOUT (3 * SIM_SEC)

typedef struct Ends {
	char *title; /* as it was asked for */
	FwdNode *node;
	FwdVrf *vrf;
	NetAddr src, dst;
} Ends;

struct Asked {
	Scenario *scenario;
	GArray *pings, *traceroutes; /* of Ends */
};

static void ends_clear(void *user)
{
	g_free(((Ends *)user)->title);
}

static GArray *ends_new(void)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(Ends));

	g_array_set_clear_func(all, ends_clear);
	return all;
}

static const Node *find_node(const Asked *asked, const char *name, GError **error)
{
	const Node *node = network_node(asked->scenario->network, name);

	if (!node)
		g_set_error(error, PROTO_ERROR, 0, "there is no node \"%s\"", name);
	return node;
}

static gboolean find_destination(const Asked *asked, const char *to, NetAddr *dst, GError **error)
{
	const Node *node;
	FwdVrf *vrf;

	if (net_addr_parse(to, dst))
		return TRUE;
	node = find_node(asked, to, error);
	return node && flow_source(node, NULL, &net_addr_none, &vrf, dst, error);
}

static gboolean find_ends(const Asked *asked, const char *from, const char *vrf, const char *to,
			  Ends *ends, GError **error)
{
	const Node *node = find_node(asked, from, error);

	if (!node)
		return FALSE;
	ends->node = node->fwd;
	return flow_source(node, vrf, &net_addr_none, &ends->vrf, &ends->src, error) &&
	       find_destination(asked, to, &ends->dst, error);
}

static gboolean read_ends(const Asked *asked, const char *text, GArray *all, GError **error)
{
	GStrv sides = g_strsplit(text, ":", 2);
	GStrv source = g_strsplit(sides[0] ? sides[0] : "", "/", 2);
	Ends ends = {0};
	gboolean ok = FALSE;

	if (!source[0] || !*source[0] || !sides[1] || !*sides[1])
		g_set_error(error, PROTO_ERROR, 0,
			    "\"%s\" does not say whence and whither; write FROM:TO, such as "
			    "CE-3:152.12.4.1, or FROM/VRF:TO",
			    text);
	else
		ok = find_ends(asked, source[0], source[1], sides[1], &ends, error);
	if (ok) {
		ends.title = g_strdup(text);
		g_array_append_val(all, ends);
	}
	g_strfreev(source);
	g_strfreev(sides);
	return ok;
}

static gboolean read_all(const Asked *asked, char *const *texts, GArray *all, GError **error)
{
	for (; texts && *texts; texts++)
		if (!read_ends(asked, *texts, all, error))
			return FALSE;
	return TRUE;
}

Asked *asked_new(Scenario *scenario, char *const *pings, char *const *traceroutes, GError **error)
{
	Asked *asked = g_new0(Asked, 1);

	asked->scenario = scenario;
	asked->pings = ends_new();
	asked->traceroutes = ends_new();
	if (read_all(asked, pings, asked->pings, error) &&
	    read_all(asked, traceroutes, asked->traceroutes, error))
		return asked;
	asked_free(asked);
	return NULL;
}

void asked_free(Asked *asked)
{
	if (!asked)
		return;
	g_array_free(asked->pings, TRUE);
	g_array_free(asked->traceroutes, TRUE);
	g_free(asked);
}

static void run_ping(const Asked *asked, const Ends *ends)
{
	Sim *sim = asked->scenario->sim;
	PingConfig config = {
		.vrf = ends->vrf,
		.src = ends->src,
		.dst = ends->dst,
		.start = sim->now,
		.interval = PING_INTERVAL,
		.timeout = PING_TIMEOUT,
		.count = PING_COUNT,
		.ttl = PING_TTL,
	};

	g_ptr_array_add(asked->scenario->pings, ping_new(ends->node, ends->title, &config));
	sim_run(sim, sim->now + (PING_COUNT - 1) * PING_INTERVAL + PING_TIMEOUT);
}

static void run_traceroute(const Asked *asked, const Ends *ends)
{
	Sim *sim = asked->scenario->sim;
	TracerouteConfig config = {
		.vrf = ends->vrf,
		.src = ends->src,
		.dst = ends->dst,
		.start = sim->now,
		.timeout = TRACEROUTE_TIMEOUT,
		.method = TRACEROUTE_UDP,
		.max_ttl = TRACEROUTE_TTL,
		.probes = TRACEROUTE_PROBES,
	};
	Traceroute *t = traceroute_new(ends->node, ends->title, &config);

	g_ptr_array_add(asked->scenario->traceroutes, t);
	while (!traceroute_done(t) && !sim->stopped)
		sim_run(sim, sim->now + TRACEROUTE_TIMEOUT);
}

void asked_run(Asked *asked)
{
	for (unsigned i = 0; i < asked->pings->len; i++)
		run_ping(asked, &g_array_index(asked->pings, Ends, i));
	for (unsigned i = 0; i < asked->traceroutes->len; i++)
		run_traceroute(asked, &g_array_index(asked->traceroutes, Ends, i));
}
