/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/probe.h"

#include "models/fwd/icmp.h"
#include "models/net/records.h"
#include "models/wire/ethernet.h"
#include "sim/timer.h"

/* One packet, from its sending until its end has been judged. */
typedef struct Probe {
	GList link; /* in the stream's waiting, oldest first */
	ProbeStream *stream;
	FlowDirection direction;
	uint32_t sequence;
	SimTime sent;
	uint64_t id;    /* of the record of its sending */
	uint64_t walks; /* of the flow when it was sent */
	gboolean
		on_link; /* the frame that was put on a link last is its own: not a question by ARP */
	char *mismatch; /* what the first frame that differed from the path showed */
	ProbeOutcome outcome;
	uint64_t ended_by; /* record */
} Probe;

struct ProbeStream {
	ProbeSet *set;
	ProbeConfig config;
	SimTimer timer; /* next sending */
	GQueue waiting; /* of Probe, in the order of sending */
	uint32_t sequence;
	ProbeCounts counts;
	GArray *disagreements; /* of ProbeDisagreement */
};

/* A node, as a watcher of what it receives. */
typedef struct Receiver {
	ProbeSet *set;
	Node *node;
} Receiver;

struct ProbeSet {
	Network *network;
	GPtrArray *streams;    /* of ProbeStream, owned */
	GHashTable *under_way; /* id of its sending -> Probe, borrowed; looked up alone */
	GPtrArray *ended;      /* of Probe, owned: to be judged at the end of the instant */
	GArray *receivers;     /* of Receiver, once started */
};

static const Field probe_fields[] = {
	FIELD(TraceProbe, flow, field_text),    FIELD(TraceProbe, direction, field_text),
	FIELD(TraceProbe, sequence, field_u32), FIELD(TraceProbe, sent_ns, field_time),
	FIELD(TraceProbe, result, field_text),  FIELD(TraceProbe, reason, field_text),
	FIELD(TraceProbe, ttl, field_u8),       FIELD(TraceProbe, path_id, field_u64),
	FIELD(TraceProbe, stable, field_bool),  FIELD(TraceProbe, disagreement, field_text),
};
const TraceType trace_probe = {
	.name = "probe",
	.fields = probe_fields,
	.n_fields = G_N_ELEMENTS(probe_fields),
};

static Probe *probe_of(const ProbeSet *set, uint64_t cause)
{
	return g_hash_table_lookup(set->under_way, &cause);
}

static void probe_free(void *user)
{
	Probe *probe = user;

	g_free(probe->mismatch);
	g_free(probe->outcome.reason);
	g_free(probe);
}

/* The first outcome counts. It is judged once the flows have been walked. */
static void end_probe(Probe *probe, ProbeResult result, uint64_t record)
{
	ProbeSet *set = probe->stream->set;

	probe->outcome.result = result;
	probe->ended_by = record;
	g_hash_table_remove(set->under_way, &probe->id);
	g_queue_unlink(&probe->stream->waiting, &probe->link);
	g_ptr_array_add(set->ended, probe);
}

/* Sending */

static Probe *new_probe(ProbeStream *stream, FlowDirection direction)
{
	Probe *probe = g_new0(Probe, 1);
	const Flow *flow = stream->config.flow;
	ProbeSet *set = stream->set;

	probe->link.data = probe;
	probe->stream = stream;
	probe->direction = direction;
	probe->sequence = stream->sequence;
	probe->sent = set->network->sim->now;
	probe->walks = flow->watch[direction].walks;
	probe->id = fwd_icmp_trace(flow->ends[direction]->fwd, &flow->addrs[!direction], "sent",
				   ICMP_ECHO, ICMP_HEADER_LEN);
	g_queue_push_tail_link(&stream->waiting, &probe->link);
	g_hash_table_insert(set->under_way, &probe->id, probe);
	stream->counts.sent++;
	return probe;
}

/* Without data, so that it fits wherever IP does: the walk knows no lengths. */
static void send_probe(ProbeStream *stream, FlowDirection direction)
{
	const Flow *flow = stream->config.flow;
	Node *node = flow->ends[direction];
	Probe *probe = new_probe(stream, direction);
	uint64_t id = probe->id;

	if (icmp_send_echo(node->fwd, &(IcmpEcho){
					      .vrf = flow->vrfs[direction],
					      .src = flow->addrs[direction],
					      .dst = flow->addrs[!direction],
					      .sequence = (uint16_t)probe->sequence,
					      .ttl = flow->ttl,
					      .tos = flow->tos,
					      .cause = id,
				      }))
		return;
	probe = probe_of(stream->set, id);
	if (!probe)
		return; /* its drop has been told */
	probe->outcome.node = node;
	end_probe(probe, PROBE_DROPPED, id);
}

static void on_timer(void *owner)
{
	ProbeStream *stream = owner;
	const ProbeConfig *config = &stream->config;

	stream->sequence++;
	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
		send_probe(stream, (FlowDirection)d);
	if (config->interval <= config->to - stream->set->network->sim->now)
		sim_timer_start(&stream->timer, config->interval);
}

/* What becomes of it */

static void on_icmp(void *user, const IpInfo *info, const IcmpMessage *message)
{
	const Receiver *receiver = user;
	Probe *probe = message->type == ICMP_ECHO ? probe_of(receiver->set, info->cause) : NULL;

	if (!probe)
		return;
	probe->outcome.node = receiver->node;
	probe->outcome.vrf = info->vrf;
	probe->outcome.ttl = info->ttl;
	end_probe(probe, PROBE_DELIVERED, receiver->node->fwd->sim->cause);
}

static gboolean is_of_frame(const TraceDrop *drop)
{
	return drop->kind == TRACE_DROP_ON_LINK || drop->kind == TRACE_DROP_CUT;
}

static void on_drop(const TraceRecord *record, void *user)
{
	const TraceDrop *drop = (const TraceDrop *)record;
	ProbeSet *set = user;
	Probe *probe = probe_of(set, record->cause);

	if (!probe || (is_of_frame(drop) && !probe->on_link))
		return; /* it was a question by ARP that was lost, or the answer: there will be another */
	probe->outcome.by_chance =
		drop->kind == TRACE_DROP_UNRESOLVED || drop->kind == TRACE_DROP_ON_LINK;
	probe->outcome.node = network_node(set->network, record->node);
	probe->outcome.reason = g_strdup(drop->reason);
	end_probe(probe, PROBE_DROPPED, record->id);
}

static gboolean is_stable(const Probe *probe)
{
	return probe->walks == probe->stream->config.flow->watch[probe->direction].walks;
}

static void on_frame(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	Probe *probe = probe_of(user, frame->cause);
	EthernetHeader ethernet;
	const Path *path;
	unsigned hop;

	(void)link;
	if (!probe)
		return;
	probe->on_link =
		ethernet_decode(frame->buf + frame->start, packet_len(frame), &ethernet, NULL) &&
		ethernet.type != ETHERNET_TYPE_ARP;
	if (!probe->on_link)
		return;
	hop = probe->outcome.frames++;
	path = probe->stream->config.flow->path[probe->direction];
	/* One that was walked anew may be freed, or be freed at the end of this instant; beyond the
	 * end of a path it is the outcome that differs, unless it loops. */
	if (is_stable(probe) && path && !probe->mismatch && hop < path->n_hops)
		probe->mismatch = probe_check_frame(&path->hops[hop], from, frame);
}

/* Judging */

static void keep(ProbeStream *stream, const Probe *probe, const char *text)
{
	ProbeDisagreement fresh = {
		.sent = probe->sent,
		.direction = probe->direction,
	};

	if (stream->disagreements->len == PROBE_DISAGREEMENTS_KEPT)
		return;
	fresh.text = g_strdup(text);
	g_array_append_val(stream->disagreements, fresh);
}

static void count(ProbeStream *stream, const Probe *probe, gboolean stable, const char *text)
{
	uint64_t *const of_result[] = {
		[PROBE_DELIVERED] = &stream->counts.delivered,
		[PROBE_DROPPED] = &stream->counts.dropped,
		[PROBE_LOST] = &stream->counts.lost,
	};

	++*of_result[probe->outcome.result];
	stream->counts.stable += stable && !probe->outcome.by_chance;
	stream->counts.disagree += text != NULL;
	if (text)
		keep(stream, probe, text);
}

static void report(const Probe *probe, gboolean stable, const char *text)
{
	const ProbeOutcome *outcome = &probe->outcome;
	const Flow *flow = probe->stream->config.flow;
	TraceProbe record = {
		.head = {.type = &trace_probe,
			 .cause = probe->ended_by,
			 .node = outcome->node ? outcome->node->name : NULL},
		.flow = flow->name,
		.direction = flow_direction_name(probe->direction),
		.sequence = probe->sequence,
		.sent_ns = probe->sent,
		.result = probe_result_name(outcome->result),
		.reason = outcome->reason,
		.ttl = outcome->ttl,
		.path_id = flow->path_id[probe->direction],
		.stable = stable,
		.disagreement = text,
	};

	sim_trace(probe->stream->set->network->sim, &record.head);
}

static void judge(Probe *probe)
{
	const Path *path = probe->stream->config.flow->path[probe->direction];
	gboolean stable = is_stable(probe);
	char *text = NULL;

	if (stable)
		text = probe->mismatch ? g_steal_pointer(&probe->mismatch)
				       : probe_check_outcome(path, &probe->outcome);
	count(probe->stream, probe, stable, text);
	report(probe, stable, text);
	g_free(text);
}

/* Where the walk ends the control processor has not come to all that has reached the node. */
static gboolean waits_for_processor(const Probe *probe)
{
	const Path *path = probe->stream->config.flow->path[probe->direction];
	const FwdNode *end = path ? path->hops[path->n_hops - 1].node->fwd : NULL;

	return end && end->cpu.busy_until > end->cpu.sim->now;
}

/* Those from which nothing has been heard in time. */
static void expire(ProbeStream *stream)
{
	SimTime now = stream->set->network->sim->now;

	while (stream->waiting.head) {
		Probe *probe = stream->waiting.head->data;

		if (now - probe->sent < stream->config.timeout)
			return;
		if (waits_for_processor(probe)) {
			probe->outcome.by_chance = TRUE;
			probe->outcome.reason = g_strdup("the control processor is busy");
		}
		end_probe(probe, PROBE_LOST, probe->id);
	}
}

static void settle(ProbeSet *set)
{
	for (unsigned i = 0; i < set->streams->len; i++)
		expire(g_ptr_array_index(set->streams, i));
	for (unsigned i = 0; i < set->ended->len; i++)
		judge(g_ptr_array_index(set->ended, i));
	g_ptr_array_set_size(set->ended, 0);
}

static void on_instant(Sim *sim, void *user)
{
	(void)sim;
	settle(user);
}

/* The set */

static void disagreement_clear(void *user)
{
	ProbeDisagreement *disagreement = user;

	g_free(disagreement->text);
}

static void stream_free(void *user)
{
	ProbeStream *stream = user;
	GList *link;

	sim_timer_stop(&stream->timer);
	while ((link = g_queue_pop_head_link(&stream->waiting)))
		probe_free(link->data);
	g_array_free(stream->disagreements, TRUE);
	g_free(stream);
}

ProbeSet *probe_set_new(Network *network)
{
	ProbeSet *set = g_new0(ProbeSet, 1);

	set->network = network;
	set->streams = g_ptr_array_new_with_free_func(stream_free);
	set->under_way = g_hash_table_new(g_int64_hash, g_int64_equal);
	set->ended = g_ptr_array_new_with_free_func(probe_free);
	return set;
}

static void stop_watching(ProbeSet *set)
{
	for (unsigned i = 0; i < set->receivers->len; i++) {
		Receiver *receiver = &g_array_index(set->receivers, Receiver, i);

		icmp_unwatch(receiver->node->fwd, on_icmp, receiver);
	}
	for (unsigned i = 0; i < set->network->links->len; i++)
		fwd_link_remove_tap(g_ptr_array_index(set->network->links, i), on_frame, set);
	sim_unsubscribe(set->network->sim, on_drop, set);
	g_array_free(set->receivers, TRUE);
}

void probe_set_free(ProbeSet *set)
{
	if (!set)
		return;
	if (set->receivers)
		stop_watching(set);
	g_ptr_array_free(set->ended, TRUE);
	g_ptr_array_free(set->streams, TRUE);
	g_hash_table_destroy(set->under_way);
	g_free(set);
}

ProbeStream *probe_add(ProbeSet *set, const ProbeConfig *config)
{
	ProbeStream *stream = g_new0(ProbeStream, 1);

	g_assert(!set->receivers && config->interval >= PROBE_MIN_INTERVAL &&
		 config->from <= config->to);
	stream->set = set;
	stream->config = *config;
	stream->disagreements = g_array_new(FALSE, FALSE, sizeof(ProbeDisagreement));
	g_array_set_clear_func(stream->disagreements, disagreement_clear);
	g_queue_init(&stream->waiting);
	sim_timer_init(&stream->timer, set->network->sim, SIM_PERIODIC, on_timer, stream);
	g_ptr_array_add(set->streams, stream);
	return stream;
}

static void watch(ProbeSet *set)
{
	const GPtrArray *nodes = set->network->nodes, *links = set->network->links;

	g_array_set_size(set->receivers, nodes->len);
	for (unsigned i = 0; i < nodes->len; i++) {
		Receiver *receiver = &g_array_index(set->receivers, Receiver, i);

		*receiver = (Receiver){set, g_ptr_array_index(nodes, i)};
		icmp_watch(receiver->node->fwd, on_icmp, receiver);
	}
	for (unsigned i = 0; i < links->len; i++)
		fwd_link_add_tap(g_ptr_array_index(links, i), on_frame, set);
	sim_subscribe(set->network->sim, &trace_drop, on_drop, set);
	sim_add_instant_hook(set->network->sim, on_instant, set);
}

void probe_set_start(ProbeSet *set)
{
	if (set->streams->len == 0)
		return;
	set->receivers = g_array_new(FALSE, FALSE, sizeof(Receiver));
	watch(set);
	for (unsigned i = 0; i < set->streams->len; i++) {
		ProbeStream *stream = g_ptr_array_index(set->streams, i);

		sim_timer_start(&stream->timer, stream->config.from);
	}
}

void probe_set_end(ProbeSet *set)
{
	settle(set);
}

const GPtrArray *probe_set_all(const ProbeSet *set)
{
	return set->streams;
}

uint64_t probe_set_disagreements(const ProbeSet *set)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < set->streams->len; i++)
		all += probe_counts(g_ptr_array_index(set->streams, i))->disagree;
	return all;
}

const ProbeConfig *probe_config(const ProbeStream *stream)
{
	return &stream->config;
}

const ProbeCounts *probe_counts(const ProbeStream *stream)
{
	return &stream->counts;
}

const GArray *probe_disagreements(const ProbeStream *stream)
{
	return stream->disagreements;
}
