/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routing policy. A route map is a sequence of entries; an entry permits or denies the routes that all of
 * its match rules are true of, and changes what it permits by its set rules. The first entry that
 * matches decides; where none does the route is denied. Rules refer to lists (policy_list.h).
 *
 * What rules and lists there are is known from tables: the common ones stand here
 * (policy_common_rules), a protocol brings its own. A rule sees the route as a PolicySubject: what
 * every protocol's routes have, and a part that the rules of one protocol alone understand.
 *
 * A set holds the lists and route maps of one node, or of a group of nodes, and is looked through in the
 * set above it where a name is not found. Sets are built from configuration, before the run; what has
 * been found in one stays valid as long as the set does.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "models/net/addr.h"
#include "models/net/config.h"
#include "models/net/rd.h"

typedef struct PolicyEntry PolicyEntry;
typedef struct PolicyList PolicyList;
typedef struct PolicyListClass PolicyListClass;
typedef struct PolicyMap PolicyMap;
typedef struct PolicyOwner PolicyOwner;
typedef struct PolicyRule PolicyRule;
typedef struct PolicySet PolicySet;

typedef enum { POLICY_DENY, POLICY_PERMIT } PolicyAction;
extern const ConfigKind policy_config_action; /* PolicyAction: "permit", "deny" */

/* Whose a subject's own part is; the address is the identity. */
struct PolicyOwner {
	const char *protocol;
};

/* What set rules have said. */
typedef enum {
	POLICY_SET_METRIC = 1 << 0,
	POLICY_SET_TAG = 1 << 1,
	POLICY_SET_METRIC_TYPE = 1 << 2,
	POLICY_SET_NEXT_HOP = 1 << 3,
} PolicySetBits;

typedef enum {
	POLICY_NEXT_HOP_ADDRESS,
	POLICY_NEXT_HOP_SELF,      /* of the node that tells the route */
	POLICY_NEXT_HOP_UNCHANGED, /* also where the protocol would put itself there */
} PolicyNextHop;

/* A route that policy looks at. Members that a route has no value for stay zero. */
typedef struct PolicySubject {
	NetPrefix prefix;
	NetRd rd;              /* 0: none */
	const char *protocol;  /* that the route is from, as RibSource.protocol; NULL: not known */
	const char *interface; /* that it leads to; NULL: none, or not known */
	NetAddr peer;          /* whom it came from; unset: the node's own, or not known */
	NetAddr next_hop;
	uint32_t label; /* NET_LABEL_NONE: none */
	uint32_t metric;
	uint32_t igp_metric; /* to the next hop */
	uint32_t tag;
	uint8_t metric_type; /* OSPF's, 1 or 2 */
	PolicyNextHop next_hop_rule;
	uint32_t set;             /* PolicySetBits */
	const PolicyOwner *owner; /* of own; NULL where there is none */
	void *own;
} PolicySubject;

/* A rule of an entry, with its values. */
typedef struct PolicyUse {
	const PolicyRule *rule;
	void *config;             /* owned */
	const PolicyList **lists; /* that it names, owned array */
	unsigned n_lists;
} PolicyUse;

/* A row: a match or a set rule. */
struct PolicyRule {
	const char *element; /* "match-prefix-list"; NULL ends a table */
	const char *doc;
	const ConfigField *fields;
	unsigned n_fields;
	size_t config_size;
	/* Where it asks about a part of one protocol: it matches no other subject, and sets nothing there.
	 * NULL: it is about every subject. */
	const PolicyOwner *owner;
	/* The sort of lists whose names stand in a member (GStrv) of its struct; NULL: none do. */
	const PolicyListClass *lists;
	size_t names;
	/* What cannot be seen from one value alone; may be NULL. Sets *error. */
	gboolean (*check)(const void *config, GError **error);
	gboolean (*match)(const PolicySubject *subject, const PolicyUse *use); /* one of both */
	void (*set)(PolicySubject *subject, const PolicyUse *use);
};

/* First member of the configuration of entries, of maps and of lists. */
typedef struct PolicyEntryConfig {
	uint32_t seq; /* 0: behind the last one, a step on */
	PolicyAction action;
} PolicyEntryConfig;

#define POLICY_ENTRY_FIELDS(struct_type, member, step_)                                            \
	CONFIG_FIELD(struct_type, member.seq, "seq", config_u32, "0",                              \
		     "place among the entries; 0: " step_ " more than the one before"),            \
		CONFIG_FIELD(struct_type, member.action, "action", policy_config_action, "permit", \
			     "permit or deny what matches")

/* Fields of an entry of a route map: a PolicyEntryConfig. */
enum { POLICY_N_MAP_ENTRY_FIELDS = 2 };
extern const ConfigField policy_map_entry_fields[POLICY_N_MAP_ENTRY_FIELDS];

/* above may be NULL, is borrowed, and outlives the set. */
PolicySet *policy_set_new(const PolicySet *above);
void policy_set_free(PolicySet *set); /* NULL is fine */
void policy_set_put_above(PolicySet *set, const PolicySet *above);

/*
 * The functions below set *error (POLICY_ERROR) where a name is taken or not known, or a value makes
 * no sense. Configuration is copied.
 */
#define POLICY_ERROR policy_error_quark()
GQuark policy_error_quark(void);

PolicyMap *policy_set_add_map(PolicySet *set, const char *name, GError **error);
PolicyEntry *policy_map_add(PolicyMap *map, const PolicyEntryConfig *config, GError **error);
/* The lists that config names are looked up in the set of the map. */
gboolean policy_entry_add(PolicyEntry *entry, const PolicyRule *rule, const void *config,
			  GError **error);
/* The map of that name in the set or those above; NULL and *error. A set that is NULL has none. */
const PolicyMap *policy_set_map(const PolicySet *set, const char *name, GError **error);
const char *policy_map_name(const PolicyMap *map);

/* Whether it may set the metric to the cost to the next hop. */
gboolean policy_map_sets_igp_metric(const PolicyMap *map);
/* Whether every route passes it for certain, with the next hop that it has. */
gboolean policy_map_keeps_next_hops(const PolicyMap *map);

typedef struct PolicyResult {
	gboolean permit;
	const PolicyMap *map; /* that said so; NULL: none was asked */
	uint32_t seq;         /* of the entry that matched; 0: none did */
} PolicyResult;

/* map NULL: permitted as it is. A subject that is denied has not been changed. */
PolicyResult policy_map_apply(const PolicyMap *map, PolicySubject *subject);
/* "denied by route-map X entry 20", "route-map X: no entry matches". The caller frees. */
char *policy_result_text(const PolicyResult *result);

/* The rules that are about every protocol's routes; a row without element is the last. */
extern const PolicyRule policy_common_rules[];

#endif
