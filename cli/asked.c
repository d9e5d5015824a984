/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/asked.h"

#include "models/net/dscp.h"
#include "scenarios/load/kinds.h"

#include <string.h>

/* What ping and traceroute do where nobody says otherwise. */
enum { TRACEROUTE_TTL = 30, TRACEROUTE_PROBES = 3 };
#define TRACEROUTE_TIMEOUT (3 * SIM_SEC)

/* What may follow the ends of a ping: ",size=1472,df=yes". */
typedef struct PingOptions {
	uint32_t count, size;
	uint8_t ttl, dscp;
	gboolean df;
	SimTime interval, timeout;
} PingOptions;

static const ConfigField ping_options[] = {
	CONFIG_FIELD(PingOptions, count, "count", load_count, "5", "number of requests"),
	CONFIG_FIELD(PingOptions, size, "size", load_ping_size, "56", "bytes of data"),
	CONFIG_FIELD(PingOptions, ttl, "ttl", load_ttl, "64", "TTL of the requests"),
	CONFIG_FIELD(PingOptions, dscp, "dscp", config_dscp, "0", "DSCP of the requests"),
	CONFIG_FIELD(PingOptions, df, "df", config_bool, "no", "never fragmented"),
	CONFIG_FIELD(PingOptions, interval, "interval", load_time, "1s", "between requests"),
	CONFIG_FIELD(PingOptions, timeout, "timeout", load_time, "2s", "a reply may take"),
};

typedef struct Ends {
	char *title; /* as it was asked for */
	FwdNode *node;
	FwdVrf *vrf;
	NetAddr src, dst;
	PingOptions ping; /* of a ping */
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

	if (net_addr_parse(to, dst)) {
		if (load_ipv4_address.parse(to, dst))
			return TRUE;
		g_set_error(error, PROTO_ERROR, 0, "\"%s\": write %s", to,
			    load_ipv4_address.expects);
		return FALSE;
	}
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

static gboolean read_option(const char *word, PingOptions *out, GError **error)
{
	const char *equals = strchr(word, '=');
	g_autofree char *name = g_strndup(word, equals ? (gsize)(equals - word) : strlen(word));
	const ConfigField *field = config_find(ping_options, G_N_ELEMENTS(ping_options), name);

	if (!field) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"a ping has no option \"%s\"; its options are count, size, ttl, dscp, df, "
			"interval, timeout, as in FROM:TO,size=1472,df=yes",
			name);
		return FALSE;
	}
	if (equals && config_set(field, equals + 1, out))
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "\"%s\": write %s", word, field->kind->expects);
	return FALSE;
}

static gboolean read_options(char *const *words, PingOptions *out, GError **error)
{
	config_set_defaults(ping_options, G_N_ELEMENTS(ping_options), out);
	for (; *words; words++)
		if (!read_option(*words, out, error))
			return FALSE;
	return TRUE;
}

/* Their number, interval and timeout are such that the time of the last can be written. */
static gboolean check_options(const PingOptions *options, GError **error)
{
	SimTime all;

	if (!__builtin_mul_overflow(options->interval, (SimTime)options->count, &all) &&
	    all <= SIM_NEVER / 4)
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0,
		    "count times interval is more than 73 years; write less");
	return FALSE;
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

/* FROM[/VRF]:TO[,OPTION=VALUE]... */
static gboolean read_ping(const Asked *asked, const char *text, GArray *all, GError **error)
{
	g_auto(GStrv) words = g_strsplit(text, ",", -1);
	const char *ends = words[0] ? words[0] : "";
	PingOptions options;

	if (!read_options(words[0] ? words + 1 : words, &options, error) ||
	    !check_options(&options, error) || !read_ends(asked, ends, all, error))
		return FALSE;
	g_array_index(all, Ends, all->len - 1).ping = options;
	return TRUE;
}

typedef gboolean (*ReadFn)(const Asked *asked, const char *text, GArray *all, GError **error);

static gboolean read_all(const Asked *asked, char *const *texts, ReadFn read, GArray *all,
			 GError **error)
{
	for (; texts && *texts; texts++)
		if (!read(asked, *texts, all, error))
			return FALSE;
	return TRUE;
}

Asked *asked_new(Scenario *scenario, char *const *pings, char *const *traceroutes, GError **error)
{
	Asked *asked = g_new0(Asked, 1);

	asked->scenario = scenario;
	asked->pings = ends_new();
	asked->traceroutes = ends_new();
	if (read_all(asked, pings, read_ping, asked->pings, error) &&
	    read_all(asked, traceroutes, read_ends, asked->traceroutes, error))
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
	const PingOptions *options = &ends->ping;
	Sim *sim = asked->scenario->sim;
	PingConfig config = {
		.vrf = ends->vrf,
		.src = ends->src,
		.dst = ends->dst,
		.start = sim->now,
		.interval = options->interval,
		.timeout = options->timeout,
		.count = options->count,
		.ttl = options->ttl,
		.tos = (uint8_t)(options->dscp << 2),
		.df = options->df,
		.size = (uint16_t)options->size,
	};

	g_ptr_array_add(asked->scenario->pings, ping_new(ends->node, ends->title, &config));
	sim_run(sim,
		sim->now + ((SimTime)options->count - 1) * options->interval + options->timeout);
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
	if (asked->scenario->sim->endless)
		return;
	for (unsigned i = 0; i < asked->pings->len; i++)
		run_ping(asked, &g_array_index(asked->pings, Ends, i));
	for (unsigned i = 0; i < asked->traceroutes->len; i++)
		run_traceroute(asked, &g_array_index(asked->traceroutes, Ends, i));
}
