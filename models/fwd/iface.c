/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/iface.h"

#include "models/fwd/arp.h"
#include "models/fwd/link.h"

#include <string.h>

enum { DEFAULT_MTU = 1500 };

/* The next locally administered address of the network. */
static NetMac next_mac(FwdNet *net)
{
	uint32_t n = ++net->n_macs;

	return (NetMac){
		{2, 0, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n}};
}

const char *fwd_iface_kind_name(FwdIfaceKind kind)
{
	static const char *const names[] = {
		[FWD_IFACE_ETHERNET] = "ethernet",
		[FWD_IFACE_LOOPBACK] = "loopback",
		[FWD_IFACE_VLAN] = "vlan",
	};

	return names[kind];
}

static FwdIface *iface_new(FwdNode *node, const char *name, FwdIfaceKind kind, FwdVrf *vrf,
			   uint32_t mtu)
{
	FwdIface *iface = g_new0(FwdIface, 1);

	g_assert(!fwd_node_iface(node, name));
	iface->node = node;
	iface->name = g_strdup(name);
	iface->index = node->ifaces->len + 1;
	iface->kind = kind;
	iface->vrf = vrf ? vrf : fwd_node_global(node);
	iface->addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	iface->groups = g_array_new(FALSE, FALSE, sizeof(NetAddr));
	iface->mtu = mtu ? mtu : DEFAULT_MTU;
	iface->vlans = g_ptr_array_new();
	if (kind != FWD_IFACE_LOOPBACK)
		iface->arp = fwd_arp_new(iface);
	g_ptr_array_add(node->ifaces, iface);
	return iface;
}

FwdIface *fwd_iface_new(FwdNode *node, const char *name, FwdIfaceKind kind, FwdVrf *vrf,
			uint32_t mtu)
{
	FwdIface *iface = iface_new(node, name, kind, vrf, mtu);

	g_assert(kind != FWD_IFACE_VLAN);
	if (kind == FWD_IFACE_ETHERNET)
		iface->mac = next_mac(node->net);
	fwd_iface_refresh(iface);
	return iface;
}

FwdIface *fwd_iface_new_vlan(FwdIface *parent, const char *name, uint16_t vlan, FwdVrf *vrf,
			     uint32_t mtu)
{
	FwdIface *iface =
		iface_new(parent->node, name, FWD_IFACE_VLAN, vrf, mtu ? mtu : parent->mtu);

	g_assert(parent->kind == FWD_IFACE_ETHERNET && !fwd_iface_vlan(parent, vlan));
	g_assert(vlan >= FWD_VLAN_MIN && vlan <= FWD_VLAN_MAX);
	iface->mac = parent->mac;
	iface->parent = parent;
	iface->vlan = vlan;
	g_ptr_array_add(parent->vlans, iface);
	fwd_iface_refresh(iface);
	return iface;
}

FwdIface *fwd_iface_vlan(const FwdIface *parent, uint16_t vlan)
{
	for (guint i = 0; i < parent->vlans->len; i++) {
		FwdIface *iface = g_ptr_array_index(parent->vlans, i);

		if (iface->vlan == vlan)
			return iface;
	}
	return NULL;
}

FwdLink *fwd_iface_link(const FwdIface *iface)
{
	return iface->parent ? iface->parent->link : iface->link;
}

void fwd_iface_free(FwdIface *iface)
{
	g_assert(!iface->link);
	fwd_point_release(&iface->point);
	fwd_arp_free(iface->arp);
	g_array_free(iface->addresses, TRUE);
	g_array_free(iface->groups, TRUE);
	g_ptr_array_free(iface->vlans, TRUE);
	g_clear_pointer(&iface->labels, g_hash_table_destroy);
	g_free(iface->name);
	g_free(iface);
}

void fwd_iface_add_address(FwdIface *iface, const NetPrefix *address)
{
	g_array_append_val(iface->addresses, *address);
	fwd_point_changed(&iface->point);
}

void fwd_iface_set_unnumbered(FwdIface *iface, FwdIface *lender)
{
	g_assert(!lender || (lender->vrf == iface->vrf && iface->addresses->len == 0));
	iface->lender = lender;
	fwd_point_changed(&iface->point);
}

FwdIface *fwd_node_iface(FwdNode *node, const char *name)
{
	for (guint i = 0; i < node->ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(node->ifaces, i);

		if (strcmp(iface->name, name) == 0)
			return iface;
	}
	return NULL;
}

NetAddr fwd_iface_address(const FwdIface *iface, NetFamily family)
{
	for (guint i = 0; i < iface->addresses->len; i++) {
		const NetPrefix *address = &g_array_index(iface->addresses, NetPrefix, i);

		if (address->addr.family == family)
			return address->addr;
	}
	return iface->lender ? fwd_iface_address(iface->lender, family) : net_addr_none;
}

gboolean fwd_iface_has_address(const FwdIface *iface, const NetAddr *addr)
{
	for (guint i = 0; i < iface->addresses->len; i++)
		if (net_addr_equal(&g_array_index(iface->addresses, NetPrefix, i).addr, addr))
			return TRUE;
	return FALSE;
}

gboolean fwd_iface_answers(const FwdIface *iface, const NetAddr *addr)
{
	NetAddr primary = fwd_iface_address(iface, (NetFamily)addr->family);

	return fwd_iface_has_address(iface, addr) || net_addr_equal(&primary, addr);
}

const FwdIface *fwd_node_iface_with(const FwdNode *node, const FwdVrf *vrf, const NetAddr *addr)
{
	for (guint i = 0; i < node->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(node->ifaces, i);

		if ((!vrf || iface->vrf == vrf) && fwd_iface_has_address(iface, addr))
			return iface;
	}
	return NULL;
}

gboolean fwd_iface_on_link(const FwdIface *iface, const NetAddr *addr)
{
	for (guint i = 0; i < iface->addresses->len; i++) {
		NetPrefix subnet =
			net_prefix_network(&g_array_index(iface->addresses, NetPrefix, i));

		if (net_prefix_contains(&subnet, addr))
			return TRUE;
	}
	return FALSE;
}

gboolean fwd_iface_is_shut(const FwdIface *iface)
{
	return iface->shut || iface->vrf->shut;
}

gboolean fwd_iface_is_up(const FwdIface *iface)
{
	if (fwd_iface_is_shut(iface) || iface->node->crashed)
		return FALSE;
	if (iface->kind == FWD_IFACE_VLAN)
		return fwd_iface_is_up(iface->parent);
	return iface->kind == FWD_IFACE_LOOPBACK || (iface->link && iface->link->carrier);
}

static void tell(FwdWatchFn fn, void *user, const void *arg)
{
	FwdIface *iface = *(FwdIface *const *)arg;

	((FwdIfaceFn)fn)(iface, iface->was_up, user);
}

void fwd_iface_refresh(FwdIface *iface)
{
	gboolean up = fwd_iface_is_up(iface);

	if (up == iface->was_up)
		return;
	iface->was_up = up;
	fwd_point_changed(&iface->point);
	if (!up && iface->arp)
		fwd_arp_flush(iface->arp);
	fwd_watch_call(&iface->node->iface_watchers, tell, &iface);
	for (guint i = 0; i < iface->vlans->len; i++)
		fwd_iface_refresh(g_ptr_array_index(iface->vlans, i));
}

static void refresh(FwdIface *iface)
{
	if (iface->link)
		fwd_link_refresh(iface->link);
	else
		fwd_iface_refresh(iface);
}

void fwd_iface_set_shut(FwdIface *iface, gboolean shut)
{
	iface->shut = shut;
	refresh(iface);
}

void fwd_vrf_set_shut(FwdVrf *vrf, gboolean shut)
{
	vrf->shut = shut;
	for (guint i = 0; i < vrf->node->ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(vrf->node->ifaces, i);

		if (iface->vrf == vrf)
			refresh(iface);
	}
}

void fwd_iface_set_silent(FwdIface *iface, gboolean silent)
{
	FwdLink *link = fwd_iface_link(iface);

	if (iface->silent == silent || !link)
		return;
	iface->silent = silent;
	link->n_silent += silent ? 1 : -1U;
	fwd_point_changed(&iface->point);
	for (guint i = 0; i < iface->vlans->len; i++) {
		FwdIface *vlan = g_ptr_array_index(iface->vlans, i);

		fwd_point_changed(&vlan->point);
	}
}

static gboolean is_silent(const FwdIface *iface)
{
	return iface->silent || (iface->parent && iface->parent->silent);
}

gboolean fwd_iface_reaches(const FwdIface *from, const FwdIface *to)
{
	return !is_silent(from) && !is_silent(to);
}

void fwd_iface_join(FwdIface *iface, const NetAddr *group)
{
	g_array_append_val(iface->groups, *group);
}

void fwd_iface_leave(FwdIface *iface, const NetAddr *group)
{
	for (guint i = 0; i < iface->groups->len; i++) {
		if (net_addr_equal(&g_array_index(iface->groups, NetAddr, i), group)) {
			g_array_remove_index(iface->groups, i);
			return;
		}
	}
}

gboolean fwd_iface_is_member(const FwdIface *iface, const NetAddr *group)
{
	for (guint i = 0; i < iface->groups->len; i++)
		if (net_addr_equal(&g_array_index(iface->groups, NetAddr, i), group))
			return TRUE;
	return FALSE;
}

void fwd_node_watch_ifaces(FwdNode *node, FwdIfaceFn fn, void *user)
{
	fwd_watch_add(&node->iface_watchers, (FwdWatchFn)fn, user);
}

void fwd_node_unwatch_ifaces(FwdNode *node, FwdIfaceFn fn, void *user)
{
	fwd_watch_remove(&node->iface_watchers, (FwdWatchFn)fn, user);
}
