/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_path.h"

#include "models/fwd/ip.h"

typedef struct TcpPath {
	FwdVrf *vrf;
	NetAddr peer;
	uint32_t mtu;
	SimTime until; /* when the estimate is too old */
} TcpPath;

static guint path_hash(gconstpointer p)
{
	const TcpPath *path = p;

	return net_addr_hash(&path->peer) * 31 + path->vrf->id;
}

static gboolean path_equal(gconstpointer a, gconstpointer b)
{
	const TcpPath *x = a, *y = b;

	return x->vrf == y->vrf && net_addr_equal(&x->peer, &y->peer);
}

void tcp_paths_init(TcpPaths *paths, FwdNode *node)
{
	paths->node = node;
	paths->by_peer = g_hash_table_new_full(path_hash, path_equal, g_free, NULL);
}

void tcp_paths_release(TcpPaths *paths)
{
	g_hash_table_destroy(paths->by_peer);
}

void tcp_paths_clear(TcpPaths *paths)
{
	g_hash_table_remove_all(paths->by_peer);
}

gboolean tcp_paths_none(const TcpPaths *paths)
{
	return g_hash_table_size(paths->by_peer) == 0;
}

uint32_t tcp_path_mtu(TcpPaths *paths, FwdVrf *vrf, const NetAddr *peer)
{
	const TcpPath key = {.vrf = vrf, .peer = *peer};
	const TcpPath *path = g_hash_table_lookup(paths->by_peer, &key);
	uint32_t first = ip_mtu_for(paths->node, vrf, peer);

	if (!path)
		return first;
	if (paths->node->sim->now < path->until)
		return MIN(first, path->mtu);
	g_hash_table_remove(paths->by_peer, &key);
	return first;
}

/* RFC 1191 7.1: the sizes that links have, the next one below len. */
static uint32_t next_plateau(uint32_t len)
{
	static const uint32_t plateaus[] = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296};

	for (unsigned i = 0; i < G_N_ELEMENTS(plateaus); i++)
		if (plateaus[i] < len)
			return plateaus[i];
	return TCP_PATH_MTU_LEAST;
}

gboolean tcp_path_reduce(TcpPaths *paths, FwdVrf *vrf, const NetAddr *peer, uint32_t len,
			 uint32_t mtu)
{
	TcpPath *path;

	mtu = MAX(mtu ? mtu : next_plateau(len), TCP_PATH_MTU_LEAST);
	if (mtu >= len || mtu >= tcp_path_mtu(paths, vrf, peer))
		return FALSE;
	path = g_new0(TcpPath, 1);
	*path = (TcpPath){vrf, *peer, mtu, paths->node->sim->now + TCP_PATH_MTU_AGE};
	g_hash_table_add(paths->by_peer, path); /* frees the one it replaces */
	return TRUE;
}
