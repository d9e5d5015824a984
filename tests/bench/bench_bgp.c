/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP at size. rr.FAMILY.1e6: a route reflector receives a million routes on one session through
 * modelled TCP, a label each, decides and advertises them to a client; .time until all is acknowledged,
 * .bytes that it then holds for each, .withdraw.time until it holds none. asbr.FAMILY.1e6: the same at a border
 * router of option B, which hears them from another AS, swaps a label of its own for each, and tells them with
 * itself as next hop. rr.peers.N: ten thousand
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

typedef struct Figures {
	double time[BENCH_MAX_RUNS], bytes[BENCH_MAX_RUNS], withdraw[BENCH_MAX_RUNS];
} Figures;

static void measure(RigKind kind, const BgpNlriFormat *format, unsigned n, Figures *f, unsigned i)
{
	Rig *rig = rig_new(kind, format, 2);
	size_t before = rig_memory();

	f->time[i] = say(rig, n, FALSE);
	f->bytes[i] = (double)(rig_memory() - before) / n;
	g_assert(rig->talkers[1].updates > n / 1000);
	f->withdraw[i] = say(rig, n, TRUE);
	rig_free(rig);
}

static void pass_on(const Bench *bench, const char *name, RigKind kind, const BgpNlriFormat *format)
{
	Figures f;

	if (!bench_wanted(bench, name))
		return;
	for (unsigned i = 0; i < bench->runs; i++)
		measure(kind, format, bench->smoke ? 2000 : 1000000, &f, i);
	print(name, "time", bench_median(f.time, bench->runs) * 1e3, "ms");
	print(name, "bytes", bench_median(f.bytes, bench->runs), "bytes");
	print(name, "withdraw.time", bench_median(f.withdraw, bench->runs) * 1e3, "ms");
}

static void many_peers(const char *name, unsigned peers, unsigned n)
{
	Rig *rig = rig_new(RIG_REFLECTOR, &bgp_nlri_vpnv4, peers + 1);
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
	pass_on(bench, "rr.vpnv4.1e6", RIG_REFLECTOR, &bgp_nlri_vpnv4);
	pass_on(bench, "rr.ipv4.1e6", RIG_REFLECTOR, &bgp_nlri_ipv4_unicast);
	pass_on(bench, "asbr.vpnv4.1e6", RIG_BORDER, &bgp_nlri_vpnv4);
	if (bench_wanted(bench, "rr.peers.10"))
		many_peers("rr.peers.10", 10, bench->smoke ? 100 : 10000);
	if (bench_wanted(bench, "rr.peers.500"))
		many_peers("rr.peers.500", bench->smoke ? 20 : 500, bench->smoke ? 100 : 10000);
	if (bench_wanted(bench, "bgp.mesh50"))
		mesh("bgp.mesh50", bench->smoke ? 4 : 50, bench->smoke ? 400 : 100000);
}
