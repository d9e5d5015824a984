/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/check_sessions.h"

#include "models/bgp/bgp.h"
#include "models/bgp/bgp_send_label.h"

#include <string.h>

static void free_session(void *data)
{
	CheckSession *session = data;

	g_strfreev(session->families);
	g_free(session);
}

static void free_speaker(void *data)
{
	CheckSpeaker *speaker = data;

	g_hash_table_unref(speaker->by_address);
	g_ptr_array_free(speaker->sessions, TRUE);
	g_free(speaker);
}

static NetAddr source_of(const CheckSession *session)
{
	const char *name = session->config->update_source;
	const FwdIface *iface =
		name && *name      ? fwd_node_iface(check_node(session->speaker->table)->fwd, name)
		: session->towards ? session->towards->fwd
				   : NULL;

	return iface ? fwd_iface_address(iface, session->config->address.family) : net_addr_none;
}

static void add_session(const CheckNet *net, CheckSpeaker *speaker, const LoadElement *element)
{
	CheckSession *session = g_new0(CheckSession, 1);
	const BgpPeerConfig *config = element->config;

	session->speaker = speaker;
	session->element = element;
	session->config = config;
	session->families = bgp_send_label_families(config);
	session->remote_as = config->as_number ? config->as_number : speaker->as_number;
	session->internal = session->remote_as == speaker->as_number;
	session->towards = check_connected(speaker->table, &config->address);
	session->source = source_of(session);
	session->target = check_find(net, speaker->table, &config->address, &session->target_known);
	g_ptr_array_add(speaker->sessions, session);
	g_hash_table_insert(speaker->by_address, (void *)(uintptr_t)&config->address, session);
}

static void add_speaker(CheckSessions *sessions, const CheckNet *net, const CheckTable *table)
{
	const LoadElement *element = check_protocol(table, &bgp_class);
	CheckSpeaker *speaker;

	if (!element)
		return;
	speaker = g_new0(CheckSpeaker, 1);
	speaker->table = table;
	speaker->element = element;
	speaker->as_number = check_node(table)->asn;
	speaker->sessions = g_ptr_array_new_with_free_func(free_session);
	speaker->by_address =
		g_hash_table_new((GHashFunc)net_addr_hash, (GEqualFunc)net_addr_equal);
	speaker->id = sessions->speakers->len;
	g_ptr_array_add(sessions->speakers, speaker);
	sessions->by_table[table->id] = speaker;
	for (unsigned i = 0; i < element->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);

		if (strcmp(child->shape.element, "neighbor") == 0 && child->sound)
			add_session(net, speaker, child);
	}
}

/* What the speaker says of a session with any address of the table. */
static CheckSession *session_with(const CheckSpeaker *speaker, const CheckTable *table)
{
	for (unsigned i = 0; i < table->ifaces->len; i++) {
		const CheckIface *iface = g_ptr_array_index(table->ifaces, i);

		for (unsigned a = 0; a < iface->fwd->addresses->len; a++) {
			CheckSession *found = g_hash_table_lookup(
				speaker->by_address,
				&g_array_index(iface->fwd->addresses, NetPrefix, a).addr);

			if (found)
				return found;
		}
	}
	return NULL;
}

static void find_other_end(const CheckSessions *sessions, CheckSession *session)
{
	const CheckSpeaker *speaker =
		session->target ? sessions->by_table[session->target->table->id] : NULL;

	if (!speaker)
		return;
	session->other = g_hash_table_lookup(speaker->by_address, &session->source);
	if (!session->other)
		session->other = session_with(speaker, session->speaker->table);
}

CheckSessions *check_sessions_new(const CheckNet *net)
{
	CheckSessions *sessions = g_new0(CheckSessions, 1);

	sessions->speakers = g_ptr_array_new_with_free_func(free_speaker);
	sessions->by_table = g_new0(CheckSpeaker *, MAX(net->tables->len, 1));
	for (unsigned i = 0; i < net->tables->len; i++)
		add_speaker(sessions, net, g_ptr_array_index(net->tables, i));
	for (unsigned i = 0; i < sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len; s++)
			find_other_end(sessions, g_ptr_array_index(speaker->sessions, s));
	}
	return sessions;
}

void check_sessions_free(CheckSessions *sessions)
{
	g_ptr_array_free(sessions->speakers, TRUE);
	g_free(sessions->by_table);
	g_free(sessions);
}

static gboolean offers(const CheckSession *session, const char *family)
{
	return g_strv_contains((const char *const *)session->families, family);
}

gboolean check_session_has(const CheckSession *session, const char *family)
{
	return session->other && offers(session, family) && offers(session->other, family);
}

gboolean check_session_says(char **words, const char *family)
{
	for (char **word = words; word && *word; word++) {
		size_t n = strcspn(*word, ":");

		if (strcmp(*word, "yes") == 0 || strcmp(*word, "all") == 0 ||
		    (strlen(family) == n && strncmp(*word, family, n) == 0))
			return TRUE;
	}
	return FALSE;
}

gboolean check_session_exchanges(const CheckSession *session, BgpRole role)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == role &&
		    check_session_has(session, bgp_families[f].name))
			return TRUE;
	return FALSE;
}

void check_sessions_join(const CheckNet *net, BgpRole role, CheckSets *tables)
{
	for (unsigned i = 0; i < net->sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(net->sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len; s++) {
			const CheckSession *session = g_ptr_array_index(speaker->sessions, s);

			if (check_session_exchanges(session, role))
				check_sets_join(tables, speaker->table->id,
						session->other->speaker->table->id);
		}
	}
}

char *check_session_name(const CheckSession *session)
{
	g_autofree char *table = check_table_name(session->speaker->table);
	char text[NET_ADDR_STRLEN];

	return g_strdup_printf("neighbor %s of %s", net_addr_str(&session->config->address, text),
			       table);
}

void check_each_session(const CheckNet *net, CheckSessionFn fn, LoadErrors *found)
{
	const CheckSessions *sessions = net->sessions;

	for (unsigned i = 0; i < sessions->speakers->len; i++) {
		const CheckSpeaker *speaker = g_ptr_array_index(sessions->speakers, i);

		for (unsigned s = 0; s < speaker->sessions->len && !load_errors_full(found); s++)
			fn(net, g_ptr_array_index(speaker->sessions, s), found);
	}
}
