/* SPDX-License-Identifier: Apache-2.0 */
/* The two routers of a talk, and what happens between them. */
#include "models/net/records.h"
#include "models/node/action.h"
#include "models/static/static.h"
#include "tests/talk/talk.h"

#include <string.h>

static const char *const router_address = "10.0.0.5/32", *const router_link = "10.1.0.5/24";

gboolean talk_ignores(const Talk *talk, const TalkMessage *m)
{
	for (unsigned i = 0; i < talk->ignored->len; i++)
		if (talk_message_match(g_ptr_array_index(talk->ignored, i), m, NULL))
			return TRUE;
	return FALSE;
}

void talk_note(Talk *talk, const char *what, const TalkMessage *m)
{
	g_string_append(talk->transcript, "  ");
	sim_time_append(talk->transcript, talk->sim->now);
	g_string_append_printf(talk->transcript, "s %s ", what);
	talk_message_append(m, talk->transcript);
	g_string_append_c(talk->transcript, '\n');
}

void talk_hear(Talk *talk, TalkMessage *m)
{
	if (!talk_ignores(talk, m))
		talk_note(talk, "heard", m);
	g_ptr_array_add(talk->heard, m);
	sim_stop(talk->sim);
}

static void on_drop(const TraceRecord *record, void *user)
{
	const TraceDrop *drop = (const void *)record;
	Talk *talk = user;

	if (!record->node || strcmp(record->node, talk->router->name) != 0 ||
	    drop->kind == TRACE_DROP_CUT)
		return;
	TalkMessage *m = talk_message_new("drop");
	talk_message_add(m, "reason", "%s", drop->reason);
	talk_hear(talk, m);
}

static void on_refusal(const TraceRecord *record, void *user)
{
	const TraceRefusal *refusal = (const void *)record;
	char prefix[NET_PREFIX_STRLEN];
	Talk *talk = user;

	if (strcmp(record->node, talk->router->name) != 0)
		return;
	TalkMessage *m = talk_message_new("refusal");
	talk_message_add(m, "prefix", "%s", net_prefix_str(&refusal->prefix, prefix));
	talk_message_add(m, "reason", "%s", refusal->reason);
	talk_hear(talk, m);
}

static void hear_unexpected(Talk *talk, const TraceTransition *t)
{
	TalkMessage *m = talk_message_new("unexpected");

	talk_message_add(m, "machine", "%s", t->protocol);
	talk_message_add(m, "state", "%s", t->from_state);
	talk_message_add(m, "event", "%s", t->event);
	talk_hear(talk, m);
}

static void note_state(Talk *talk, const char *machine, const char *name, const char *state)
{
	char *key = name ? g_strdup_printf("%s %s", machine, name) : g_strdup(machine);

	g_hash_table_replace(talk->states, key, g_strdup(state));
}

static void on_transition(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const void *)record;
	Talk *talk = user;

	if (strcmp(record->node, talk->router->name) != 0)
		return;
	if (t->unexpected) {
		hear_unexpected(talk, t);
		return;
	}
	note_state(talk, t->protocol, NULL, t->to_state);
	if (t->instance)
		note_state(talk, t->protocol, t->instance, t->to_state);
	if (t->peer)
		note_state(talk, t->protocol, t->peer, t->to_state);
	g_string_append(talk->transcript, "  ");
	sim_time_append(talk->transcript, talk->sim->now);
	g_string_append_printf(talk->transcript, "s %s: %s -> %s (%s)\n", t->protocol,
			       t->from_state, t->to_state, t->event);
	sim_stop(talk->sim);
}

static void free_message(void *m)
{
	talk_message_free(m);
}

Talk *talk_new(const TalkSpeaker *speaker, TalkCover *cover)
{
	Talk *talk = g_new0(Talk, 1);

	talk->speaker = speaker;
	talk->cover = cover;
	talk->sim = sim_new(1);
	talk->network = network_new(talk->sim);
	talk->neighbor_id = net_addr_ipv4(0x0a000009);
	talk->config = g_ptr_array_new_with_free_func(free_message);
	talk->heard = g_ptr_array_new_with_free_func(free_message);
	talk->ignored = g_ptr_array_new_with_free_func(free_message);
	talk->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	talk->states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	talk->transcript = g_string_new(NULL);
	return talk;
}

void talk_free(Talk *talk)
{
	if (talk->mouth)
		talk->speaker->close(talk->mouth);
	sim_unsubscribe(talk->sim, on_drop, talk);
	sim_unsubscribe(talk->sim, on_refusal, talk);
	sim_unsubscribe(talk->sim, on_transition, talk);
	network_free(talk->network);
	sim_free(talk->sim);
	g_ptr_array_unref(talk->config);
	g_ptr_array_unref(talk->heard);
	g_ptr_array_unref(talk->ignored);
	g_hash_table_unref(talk->names);
	g_hash_table_unref(talk->states);
	g_string_free(talk->transcript, TRUE);
	g_free(talk);
}

/* The configuration of that name, which later lines add to where there is one of its kind only. */
static TalkMessage *config_named(Talk *talk, const char *name)
{
	for (unsigned i = 0; i < talk->config->len; i++) {
		TalkMessage *m = g_ptr_array_index(talk->config, i);
		if (strcmp(m->type, name) == 0)
			return m;
	}
	return NULL;
}

gboolean talk_configure(Talk *talk, char *const *words, GError **error)
{
	gboolean two = words[0] && words[1] && !strchr(words[1], '=');
	TalkMessage *m = talk_message_parse(words + (two ? 1 : 0), error);

	if (!m)
		return FALSE;
	if (two) {
		g_free(m->type);
		m->type = g_strdup_printf("%s %s", words[0], words[1]);
	}
	TalkMessage *former =
		!two || strcmp(words[0], "interface") == 0 ? config_named(talk, m->type) : NULL;
	if (!former) {
		g_ptr_array_add(talk->config, m);
		return TRUE;
	}
	for (unsigned i = 0; i < m->fields->len; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		talk_message_add(former, field->key, "%s", field->value);
	}
	talk_message_free(m);
	return TRUE;
}

/* A struct of the fields with the values that m has; NULL sets *error. */
static void *fill(const ConfigField *fields, unsigned n, size_t size, const TalkMessage *m,
		  GError **error)
{
	void *config = g_malloc0(MAX(size, 1));

	config_set_defaults(fields, n, config);
	for (unsigned i = 0; m && i < m->fields->len; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		const ConfigField *known = config_find(fields, n, field->key);
		if (known && config_set(known, field->value, config))
			continue;
		g_set_error(error, TALK_ERROR, 0, known ? "%s: %s must be %s" : "%s has no %s",
			    m->type, field->key, known ? known->kind->expects : "");
		config_clear(fields, n, config);
		g_free(config);
		return NULL;
	}
	return config;
}

static const ProtoClass *class_named(const char *name)
{
	for (unsigned i = 0; proto_classes[i]; i++)
		if (strcmp(proto_classes[i]->name, name) == 0)
			return proto_classes[i];
	return NULL;
}

/* R's instance of the protocol, made where it is not there yet. */
static ProtoInstance *instance_of(Talk *talk, const char *protocol, GError **error)
{
	const ProtoClass *class_ = class_named(protocol);
	ProtoInstance *instance = node_protocol(talk->router, protocol, NULL);

	if (instance)
		return instance;
	if (!class_) {
		g_set_error(error, TALK_ERROR, 0, "there is no protocol \"%s\"", protocol);
		return NULL;
	}
	void *config = fill(class_->fields, class_->n_fields, class_->config_size,
			    config_named(talk, protocol), error);
	if (!config)
		return NULL;
	instance = node_add_protocol(talk->router, class_, NULL, config, error);
	config_clear(class_->fields, class_->n_fields, config);
	g_free(config);
	return instance;
}

static const ProtoItem *item_of(const ProtoClass *class_, const char *element,
				gboolean on_interface)
{
	for (unsigned i = 0; i < class_->n_items; i++)
		if (class_->items[i].on_interface == on_interface &&
		    strcmp(class_->items[i].element, element) == 0)
			return &class_->items[i];
	return NULL;
}

static gboolean add_item(Talk *talk, const char *protocol, const char *element, FwdIface *iface,
			 const TalkMessage *m, GError **error)
{
	ProtoInstance *instance = instance_of(talk, protocol, error);

	if (!instance)
		return FALSE;
	const ProtoItem *item = item_of(instance->class_, element, iface != NULL);
	if (!item) {
		g_set_error(error, TALK_ERROR, 0, "there is no \"%s\"", m->type);
		return FALSE;
	}
	void *config = fill(item->fields, item->n_fields, item->config_size, m, error);
	if (!config)
		return FALSE;
	gboolean ok = node_add_item(talk->router, instance, item, iface, config, error);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return ok;
}

/* "ospf", "interface ospf", "ospf area". */
static gboolean apply(Talk *talk, const TalkMessage *m, GError **error)
{
	GStrv words = g_strsplit(m->type, " ", 2);
	gboolean ok;

	if (!words[1])
		ok = instance_of(talk, words[0], error) != NULL;
	else if (strcmp(words[0], "interface") == 0)
		ok = add_item(talk, words[1], words[1], fwd_node_iface(talk->router->fwd, "n"), m,
			      error);
	else
		ok = add_item(talk, words[0], words[1], NULL, m, error);
	g_strfreev(words);
	return ok;
}

static FwdIface *add_iface(Node *node, const char *name, FwdIfaceKind kind, const char *address)
{
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	NetPrefix prefix;

	g_assert(net_prefix_parse(address, TRUE, &prefix));
	g_array_append_val(addresses, prefix);
	FwdIface *iface = node_add_interface(node, name, kind, NULL, addresses, 0, TRUE, NULL);
	g_array_unref(addresses);
	return iface;
}

static Node *add_router(Talk *talk, const char *name, const char *loopback)
{
	NetPrefix id;

	g_assert(net_prefix_parse(loopback, TRUE, &id));
	Node *node = network_add_node(talk->network, name, NODE_P, 65001, NULL, &id.addr, NULL);
	add_iface(node, "lo", FWD_IFACE_LOOPBACK, loopback);
	return node;
}

static gboolean add_route(Node *node, const char *prefix, const char *via, GError **error)
{
	const ProtoItem *item = item_of(&static_class, "route", FALSE);
	ProtoInstance *instance = node_protocol(node, static_class.name, NULL);
	TalkMessage *m = talk_message_new("static route");

	if (!instance)
		instance = node_add_protocol(node, &static_class, NULL, NULL, error);
	talk_message_add(m, "prefix", "%s", prefix);
	talk_message_add(m, "via", "%s", via);
	void *config = fill(item->fields, item->n_fields, item->config_size, m, error);
	gboolean ok = config && node_add_item(node, instance, item, NULL, config, error);
	if (config)
		config_clear(item->fields, item->n_fields, config);
	g_free(config);
	talk_message_free(m);
	return ok;
}

/* N's address on the link ends as its loopback's; it has those that stand for other routers, too. */
static gboolean build(Talk *talk, GError **error)
{
	NetPrefix id = net_prefix_host(&talk->neighbor_id);
	char loopback[NET_PREFIX_STRLEN], link[NET_PREFIX_STRLEN];
	NetAddr via = net_addr_ipv4(0x0a010000 | (net_addr_to_ipv4(&talk->neighbor_id) & 0xff));
	NetPrefix on_link = {via, 24};
	char via_text[NET_ADDR_STRLEN];

	net_prefix_str(&id, loopback);
	net_prefix_str(&on_link, link);
	talk->router = add_router(talk, "R", router_address);
	talk->neighbor = add_router(talk, "N", loopback);
	talk->iface = add_iface(talk->neighbor, "r", FWD_IFACE_ETHERNET, link);
	network_add_link(talk->network,
			 add_iface(talk->router, "n", FWD_IFACE_ETHERNET, router_link), talk->iface,
			 SIM_MSEC, 0);
	for (unsigned host = 11; host <= 13; host++) {
		NetPrefix other = {net_addr_ipv4(0x0a010000 | host), 24};
		fwd_iface_add_address(talk->iface, &other);
	}
	return add_route(talk->router, loopback, net_addr_str(&via, via_text), error) &&
	       add_route(talk->neighbor, router_address, "10.1.0.5", error);
}

gboolean talk_start(Talk *talk, GError **error)
{
	talk->started = TRUE;
	if (!build(talk, error))
		return FALSE;
	for (unsigned i = 0; i < talk->config->len; i++)
		if (!apply(talk, g_ptr_array_index(talk->config, i), error))
			return FALSE;
	talk->mouth = talk->speaker->open(talk);
	talk_cover_watch(talk->cover, talk->sim, talk->router->name);
	sim_subscribe(talk->sim, &trace_drop, on_drop, talk);
	sim_subscribe(talk->sim, &trace_refusal, on_refusal, talk);
	sim_subscribe(talk->sim, &trace_transition, on_transition, talk);
	network_start(talk->network);
	return TRUE;
}

void talk_run(Talk *talk, SimTime until)
{
	sim_run(talk->sim, until);
}

gboolean talk_act(Talk *talk, char *const *words, GError **error)
{
	TalkMessage *m = talk_message_parse(words, error);
	const ActionClass *class_ = NULL;

	if (!m)
		return FALSE;
	for (unsigned i = 0; action_classes[i]; i++)
		if (strcmp(action_classes[i]->element, m->type) == 0)
			class_ = action_classes[i];
	if (!class_)
		g_set_error(error, TALK_ERROR, 0, "there is no action \"%s\"", m->type);
	void *config =
		class_ ? fill(class_->fields, class_->n_fields, class_->config_size, m, error)
		       : NULL;
	talk_message_free(m);
	if (!config)
		return FALSE;
	if (!class_->check(talk->network, config, error)) {
		config_clear(class_->fields, class_->n_fields, config);
		g_free(config);
		return FALSE;
	}
	network_schedule(talk->network, talk->sim->now, class_, config);
	return TRUE;
}
