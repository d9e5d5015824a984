/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP at size. rr.FAMILY.1e6: a route reflector receives a million routes on one session through
 * modelled TCP, a label each, decides and advertises them to a client; .time until all is acknowledged,
 * .bytes that it then holds for each, .withdraw.time until it holds none. rr.peers.N: ten thousand
 * routes for N clients. bgp.mesh50: fifty routers in a full mesh that originate 100,000 prefixes.
 */
#include "tests/bench/bench.h"
#include "tests/bench/bgp_rig.h"

static void print(const char *prefix, const char *name, double value, const char *unit)
{
	char *full = g_strdup_printf("%s.%s", prefix, name);

	bench_print(full, value, unit);
	g_free(full);
}

static double say(Rig *rig, unsigned n, gboolean withdraw)
{
	GPtrArray *updates = rig_updates(rig, n, withdraw);
	double start = bench_seconds();

	rig_say(rig, updates);
	rig_settle(rig);
	return bench_seconds() - start;
}

static void reflect(const char *name, const BgpNlriFormat *format, unsigned n)
{
	Rig *rig = rig_new(format, 2);
	size_t before = rig_memory();

	print(name, "time", say(rig, n, FALSE) * 1e3, "ms");
	print(name, "bytes", (double)(rig_memory() - before) / n, "bytes");
	g_assert(rig->talkers[1].updates > n / 1000);
	print(name, "withdraw.time", say(rig, n, TRUE) * 1e3, "ms");
	rig_free(rig);
}

static void many_peers(const char *name, unsigned peers, unsigned n)
{
	Rig *rig = rig_new(&bgp_nlri_vpnv4, peers + 1);
	uint64_t before = rig->talkers[1].updates;
	double seconds = say(rig, n, FALSE);
	uint64_t messages = (rig->talkers[1].updates - before) * peers;

	print(name, "time", seconds * 1e3, "ms");
	print(name, "per_message", seconds * 1e9 / (double)messages, "ns");
	rig_free(rig);
}

static void mesh(const char *name, unsigned routers, unsigned n)
{
	size_t before = rig_memory();
	double start = bench_seconds();
	Sim *sim = sim_new(1);
	Network *network = rig_mesh(sim, routers);

	network_start(network);
	rig_mesh_originate(network, n);
	gboolean quiet = sim_run_quiet(sim, 3600 * SIM_SEC);
	g_assert(quiet);
	print(name, "time", (bench_seconds() - start) * 1e3, "ms");
	print(name, "memory", (double)(rig_memory() - before) / (1 << 20), "MiB");
	network_free(network);
	sim_free(sim);
}

void bench_bgp(const Bench *bench)
{
	unsigned million = bench->smoke ? 2000 : 1000000;

	if (bench_wanted(bench, "rr.vpnv4.1e6"))
		reflect("rr.vpnv4.1e6", &bgp_nlri_vpnv4, million);
	if (bench_wanted(bench, "rr.ipv4.1e6"))
		reflect("rr.ipv4.1e6", &bgp_nlri_ipv4_unicast, million);
	if (bench_wanted(bench, "rr.peers.10"))
		many_peers("rr.peers.10", 10, bench->smoke ? 100 : 10000);
	if (bench_wanted(bench, "rr.peers.500"))
		many_peers("rr.peers.500", bench->smoke ? 20 : 500, bench->smoke ? 100 : 10000);
	if (bench_wanted(bench, "bgp.mesh50"))
		mesh("bgp.mesh50", bench->smoke ? 4 : 50, bench->smoke ? 400 : 100000);
}
