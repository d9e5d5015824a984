/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of the program (its tables, with those of protocols and actions), the RELAX NG schema and
 * docs/SCENARIO-FORMAT.md say the same: elements, attributes, which of them are needed, defaults. And
 * the schema takes every value that the program takes.
 */
#include "scenarios/load/grammar.h"
#include "scenarios/load/scenario.h"
#include "scenarios/load/schema.h"
#include "tests/testing.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

/* A grammar element that stands in the schema, with what may be in it. */
typedef struct SchemaElement {
	GHashTable *attributes; /* name -> its node in the schema */
	GHashTable *needed;     /* set of names */
	GHashTable *elements;   /* name -> node */

} SchemaElement;

static xmlDoc *schema;
static LoadSchema *reader;

static void setup(void)
{
	reader = load_schema_new();
}

static void teardown(void)
{
	load_schema_free(reader);
}

static gboolean is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static char *attribute(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
	char *text = value ? g_strdup((const char *)value) : NULL;

	xmlFree(value);
	return text;
}

static const xmlNode *definition(const char *name)
{
	for (const xmlNode *node = xmlDocGetRootElement(schema)->children; node;
	     node = node->next) {
		g_autofree char *found = is(node, "define") ? attribute(node, "name") : NULL;

		if (g_strcmp0(found, name) == 0)
			return node;
	}
	ck_abort_msg("the schema defines no \"%s\"", name);
	return NULL;
}

static void collect(const xmlNode *pattern, gboolean optional, SchemaElement *out);

static void collect_one(const xmlNode *node, gboolean optional, SchemaElement *out)
{
	g_autofree char *name = attribute(node, "name");

	if (is(node, "ref")) {
		collect(definition(name), optional, out);
	} else if (!name && (is(node, "attribute") || is(node, "element"))) {
		ck_assert_msg(optional, "any name is needed"); /* parameters, what templates hold */
	} else if (is(node, "attribute")) {
		ck_assert_msg(!g_hash_table_contains(out->attributes, name), "%s twice", name);
		g_hash_table_insert(out->attributes, g_strdup(name), (void *)(uintptr_t)node);
		if (!optional)
			g_hash_table_add(out->needed, g_strdup(name));
	} else if (is(node, "element")) {
		ck_assert_msg(!g_hash_table_contains(out->elements, name), "%s twice", name);
		g_hash_table_insert(out->elements, g_strdup(name), (void *)(uintptr_t)node);
	} else if (is(node, "optional") || is(node, "zeroOrMore") || is(node, "oneOrMore") ||
		   is(node, "choice")) {
		collect(node, TRUE, out);
	} else if (is(node, "interleave")) {
		collect(node, optional, out);
	} else if (node->type == XML_ELEMENT_NODE) {
		ck_assert_msg(is(node, "documentation") || is(node, "empty"),
			      "<%s> is new to this test", node->name);
	}
}

/* Two to the power of them would be the time that libxml2 takes. */
static void check_few(const xmlNode *pattern)
{
	unsigned optional = 0;

	for (const xmlNode *node = pattern->children; node; node = node->next)
		optional += is(node, "optional");
	ck_assert_msg(is(pattern, "interleave") || optional < 10,
		      "%u optional patterns at line %ld are not in an <interleave>", optional,
		      xmlGetLineNo(pattern));
}

static void collect(const xmlNode *pattern, gboolean optional, SchemaElement *out)
{
	check_few(pattern);
	for (const xmlNode *node = pattern->children; node; node = node->next)
		collect_one(node, optional, out);
}

static void check_documentation(const xmlNode *node, const char *what)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		if (is(child, "documentation"))
			return;
	ck_abort_msg("%s has no a:documentation in the schema", what);
}

static void check_field(const LoadShape *shape, const ConfigField *field,
			const SchemaElement *element)
{
	const xmlNode *node = g_hash_table_lookup(element->attributes, field->name);
	g_autofree char *what = g_strdup_printf("<%s %s>", shape->element, field->name);
	g_autofree char *fallback = NULL;
	const char *expected = field->fallback && *field->fallback ? field->fallback : NULL;

	ck_assert_msg(node, "%s is not in the schema", what);
	check_documentation(node, what);
	fallback = attribute(node, "defaultValue");
	ck_assert_msg(g_strcmp0(fallback, expected) == 0, "%s: default %s, in the schema %s", what,
		      expected, fallback);
	ck_assert_msg((field->fallback == NULL) ==
			      g_hash_table_contains(element->needed, field->name),
		      "%s: needed in one of schema and program", what);
}

static const LoadShape *shape_named(const GArray *shapes, const char *name)
{
	for (unsigned i = 0; i < shapes->len; i++)
		if (strcmp(g_array_index(shapes, LoadShape, i).element, name) == 0)
			return &g_array_index(shapes, LoadShape, i);
	return NULL;
}

static void check_element(const LoadShape *shape, const xmlNode *node);

static void check_inside(const LoadShape *shape, const SchemaElement *element)
{
	GArray *inside = load_shape_inside(shape);
	GHashTableIter iter;
	void *name, *node;

	for (unsigned i = 0; i < inside->len; i++) {
		const LoadShape *child = &g_array_index(inside, LoadShape, i);

		node = g_hash_table_lookup(element->elements, child->element);
		ck_assert_msg(node, "<%s> in <%s> is not in the schema", child->element,
			      shape->element);
		check_element(child, node);
	}
	g_hash_table_iter_init(&iter, element->elements);
	while (g_hash_table_iter_next(&iter, &name, &node))
		ck_assert_msg(shape_named(inside, name), "<%s> in <%s> is in the schema alone",
			      (const char *)name, shape->element);
	g_array_free(inside, TRUE);
}

static void check_element(const LoadShape *shape, const xmlNode *node)
{
	SchemaElement element = {
		.attributes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.needed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.elements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	GHashTableIter iter;
	void *name;

	check_documentation(node, shape->element);
	collect(node, FALSE, &element);
	for (unsigned i = 0; i < shape->n_fields; i++)
		check_field(shape, &shape->fields[i], &element);
	g_hash_table_iter_init(&iter, element.attributes);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		ck_assert_msg(config_find(shape->fields, shape->n_fields, name),
			      "<%s %s> is in the schema alone", shape->element, (const char *)name);
	check_inside(shape, &element);
	g_hash_table_unref(element.attributes);
	g_hash_table_unref(element.needed);
	g_hash_table_unref(element.elements);
}

static char *source_file(const char *name)
{
	return g_build_filename(g_getenv("CL_SRCDIR"), name, NULL);
}

START_TEST(schema_and_program)
{
	LoadShape root = load_shape_root();
	SchemaElement start = {
		.elements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	g_autofree char *path = source_file("scenarios/schema/scenario.rng");

	schema = xmlReadFile(path, NULL, XML_PARSE_NONET);
	ck_assert_ptr_nonnull(schema);
	for (const xmlNode *node = xmlDocGetRootElement(schema)->children; node; node = node->next)
		if (is(node, "start"))
			collect(node, FALSE, &start);
	ck_assert_uint_eq(g_hash_table_size(start.elements), 2);
	ck_assert(g_hash_table_contains(start.elements, "fragment"));
	check_element(&root, g_hash_table_lookup(start.elements, root.element));
	g_hash_table_unref(start.elements);
	xmlFreeDoc(schema);
}
END_TEST

/* Values that the program takes, for each kind by its name; the schema must not be stricter. */
static const struct {
	const char *kind;
	const char *values[8];
} samples[] = {
	{"name", {"PE-1", "a.b_c-9", "9"}},
	{"title", {"l3vpn/intra-as", "x", ""}},
	{"role", {"pe", "p", "asbr", "rr", "ce"}},
	{"TTL model", {"uniform", "pipe"}},
	{"method", {"udp", "icmp"}},
	{"number of probes", {"1", "10"}},
	{"direction", {"both", "forward", "reverse"}},
	{"as-number", {"1", "4294967295"}},
	{"ipv4-address", {"10.0.0.1", ""}},
	{"interface-address", {"10.0.0.1/30", "223.255.255.1/32"}},
	{"igp", {"", "ospf"}},
	{"site-role", {"hub", "spoke"}},
	{"site-protocol", {"bgp", "static"}},
	{"pool", {"", "10.1.0.0/24", "10.1.0.0/31"}},
	{"link-length", {"24", "30", "31"}},
	{"link-end", {"PE-1:core", "a.b:c_d-e"}},
	{"border-end", {"ASBR-1", "ASBR-1:as2", "a.b:c_d-e"}},
	{"inter-as-option", {"a", "ab", "b", "c", "d"}},
	{"labels", {"bgp", "ldp"}},
	{"same-as", {"allow-as-in", "as-override", "no"}},
	{"speakers", {"", "rr", "pe"}},
	{"originator", {"asbr", "pe"}},
	{"time", {"0", "10ms", "1.5s", "250us", "40ns", "3min", "8760h"}},
	{"duration", {"0", "0s", "10ms", "1.5s", "250us", "40ns", "1h"}},
	{"bandwidth", {"1bps", "64kbps", "622Mbps", "10Gbps"}},
	{"mtu", {"68", "65535"}},
	{"ttl", {"1", "255"}},
	{"vlan", {"1", "4094", ""}},
	{"inner-mtu", {"68", "65535", ""}},
	{"choice", {"", "yes", "no", "true"}},
	{"share", {"0%", "0.1%", "12.3456%", "100%"}},
	{"count", {"1", "65535"}},
	{"row-count", {"", "0", "65536"}},
	{"verdict", {"", "delivered", "dropped", "looped", "misdelivered", "not-delivered"}},
	{"ping-result", {"", "reply", "not-sent", "time-exceeded", "fragmentation-needed"}},
	{"ping-size", {"0", "65507"}},
	{"dscp", {"0", "63", "be", "cs6", "af41", "ef"}},
	{"number", {"0", "255"}},
	{"yes-or-no", {"yes", "no", "true", "false"}},
	{"text", {"", "anything at all, \xc2\xb7 too"}},
	{"source", {"connected", "static", "ospf:2"}},
	{"sources", {"", "connected static", "ospf:2"}},
	{"words", {"", "connected static", " a  b "}},
	{"address", {"10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1"}},
	{"prefix", {"10.0.0.0/8", "0.0.0.0/0", "10.0.0.1", "2001:db8::/32"}},
	{"area", {"0", "0.0.0.1", "4294967295"}},
	{"route-distinguisher", {"1:27", "10.0.0.1:27", "70000:1", "1L:1"}},
	{"route-targets", {"", "1:222", "1:1 10.0.0.1:2", " 70000:1  2:2 "}},
	{"label", {"16", "1048575"}},
	{"label check", {"", "advertised", "platform"}},
	{"percent", {"1", "100"}},
	{"label-mode", {"per-prefix", "per-ce", "per-vrf"}},
	{"label mode", {"per-prefix", "per-next-hop"}},
	{"hybrid-next-hop", {"", "10.0.0.1", "global"}},
	{"keep", {"yes", "no", "auto"}},
	{"send-label", {"yes", "no", "only"}},
	{"site-of-origin", {"", "1:27", "10.0.0.1:27", "70000:1"}},
	{"link-state", {"up", "down", "silent", "one-way"}},
	{"interface-state", {"up", "shut", "silent"}},
	{"vrf-state", {"", "up", "shut"}},
	{"presence", {"added", "removed"}},
	{"node-state", {"crash", "restart"}},
	{"session-state",
	 {"clear", "clear-soft-in", "clear-soft-out", "shutdown", "no-shutdown",
	  "graceful-shutdown", "no-graceful-shutdown"}},
	{"ospf-authentication", {"", "none", "simple", "md5", "hmac-sha-1", "hmac-sha-512"}},
	{"ospf-keys", {"", "1:old 2:new@60s"}},
	{"ospf-key", {"", "sixteen letters!"}},
	{"ospf-network", {"point-to-point", "broadcast"}},
	{"rip-metric", {"1", "15"}},
	{"rip-split-horizon", {"poisoned-reverse", "simple", "none"}},
	{"rip-authentication", {"none", "simple", "md5"}},
	{"rip-key", {"", "sixteen letters!"}},
	{"fec-filter", {"all", "none", "host-routes 10.0.0.0/8", "10.0.0.0/8+ 10.1.0.0/24"}},
	{"ldp-advertisement", {"unsolicited", "on-demand"}},
	{"ldp-retention", {"liberal", "conservative"}},
	{"ldp-control", {"independent", "ordered"}},
	{"ldp-request", {"when-needed", "on-request"}},
	{"ldp-gtsm", {"negotiated", "yes", "no"}},
	{"action", {"permit", "deny"}},
	{"as-numbers", {"65001", "", "65001 4294967295"}},
	{"bgp-route-type", {"local", "internal", "external"}},
	{"communities", {"65000:1", "", "no-export 65000:1 70000 graceful-shutdown"}},
	{"large-communities", {"65000:1:2", "", "1:2:3 4294967295:0:0"}},
	{"origin", {"igp", "egp", "incomplete"}},
	{"regex", {".", "_65001_", "^(1|2)+ [0-9]*$"}},
	{"metric", {"50", "+10", "-10", "igp"}},
	{"next-hop", {"10.0.0.1", "self", "unchanged"}},
	{"ospf-metric-type", {"1", "2"}},
	{"ospf-process", {"1", "65535"}},
	{"ospf-choice", {"", "yes", "no", "true"}},
	{"ospf-cost", {"", "1", "65535"}},
	{"ospf-distance", {"", "1", "255"}},
	{"ospf-reference-bandwidth", {"", "100Mbps", "100Gbps"}},
};

/* Written in the struct by the program, so no value here is one that it refuses. */
static void check_read(const LoadShape *shape, const ConfigField *field, const char *value)
{
	void *config = g_malloc0(shape->config_size);

	ck_assert_msg(config_set(field, value, config), "<%s %s=\"%s\">", shape->element,
		      field->name, value);
	config_clear(field, 1, config);
	g_free(config);
}

static const char *any_value(const ConfigField *field)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(samples); i++)
		if (strcmp(samples[i].kind, field->kind->name) == 0)
			return samples[i].values[0];
	ck_abort_msg("values of kind %s are new to this test", field->kind->name);
	return NULL;
}

/* The path from the root to a shape, as shapes. */
typedef struct Trail {
	const struct Trail *parent;
	const LoadShape *shape;
} Trail;

static xmlNode *make_nodes(const Trail *trail, xmlDoc *doc)
{
	xmlNode *node = xmlNewNode(NULL, (const xmlChar *)trail->shape->element);

	if (trail->parent)
		xmlAddChild(make_nodes(trail->parent, doc), node);
	else
		xmlDocSetRootElement(doc, node);
	for (unsigned i = 0; i < trail->shape->n_fields; i++) {
		const ConfigField *field = &trail->shape->fields[i];

		if (!field->fallback)
			xmlNewProp(node, (const xmlChar *)field->name,
				   (const xmlChar *)any_value(field));
	}
	return node;
}

/* <at> is not valid empty. */
static void fill(const Trail *trail, xmlNode *node)
{
	GArray *inside = load_shape_inside(trail->shape);

	if (trail->shape->kind == LOAD_AT) {
		xmlDoc *ignored = xmlNewDoc(NULL);
		Trail child = {.shape = &g_array_index(inside, LoadShape, 0)};
		xmlNode *action = make_nodes(&child, ignored);

		xmlUnlinkNode(action);
		xmlAddChild(node, action);
		xmlFreeDoc(ignored);
	}
	g_array_free(inside, TRUE);
}

static void check_value(const Trail *trail, const ConfigField *field, const char *value)
{
	LoadErrors errors = {.file = "", .list = g_ptr_array_new()};
	xmlDoc *doc = xmlNewDoc(NULL);
	xmlNode *node = make_nodes(trail, doc);

	fill(trail, node);
	xmlSetProp(node, (const xmlChar *)field->name, (const xmlChar *)value);
	ck_assert_msg(load_schema_validate(reader, doc, &errors),
		      "the schema refuses <%s %s=\"%s\">", trail->shape->element, field->name,
		      value);
	g_ptr_array_free(errors.list, TRUE);
	xmlFreeDoc(doc);
}

static void check_field_values(const Trail *trail, const ConfigField *field)
{
	const LoadShape *shape = trail->shape;

	check_value(trail, field, any_value(field));
	if (field->fallback)
		check_value(trail, field, field->fallback);
	for (unsigned i = 0; i < G_N_ELEMENTS(samples); i++) {
		if (strcmp(samples[i].kind, field->kind->name) != 0)
			continue;
		for (unsigned v = 0; v < G_N_ELEMENTS(samples[i].values) && samples[i].values[v];
		     v++) {
			check_read(shape, field, samples[i].values[v]);
			check_value(trail, field, samples[i].values[v]);
		}
	}
}

static void check_values(const Trail *trail)
{
	GArray *inside = load_shape_inside(trail->shape);

	for (unsigned i = 0; i < trail->shape->n_fields; i++)
		check_field_values(trail, &trail->shape->fields[i]);
	for (unsigned i = 0; i < inside->len; i++) {
		Trail child = {.parent = trail, .shape = &g_array_index(inside, LoadShape, i)};

		check_values(&child);
	}
	g_array_free(inside, TRUE);
}

START_TEST(values)
{
	LoadShape root = load_shape_root();
	Trail trail = {.shape = &root};

	check_values(&trail);
}
END_TEST

/* The schema refuses what is not in it, so that the tests above mean something. */
START_TEST(refused)
{
	static const char *const texts[] = {
		"<scene/>",
		"<scenario colour='red'/>",
		"<scenario until='soon'/>",
		"<scenario><carrier name='c'/></scenario>",
		"<scenario><at time='1s'/></scenario>",
		"<scenario><customer name='c'><node name='n' role='x'/></customer></scenario>",
		"<scenario>text</scenario>",
		"<scenario><ping/></scenario>",
		"<scenario><ping time='1s' colour='red'/></scenario>",
		"<scenario><ping time='1s' count='some'/></scenario>",
		"<scenario><ping time='1s'><ping/></ping></scenario>",
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		LoadErrors errors = {.file = "", .list = g_ptr_array_new()};
		xmlDoc *doc = xmlReadMemory(texts[i], (int)strlen(texts[i]), NULL, NULL, 0);

		ck_assert_msg(!load_schema_validate(reader, doc, &errors), "%s", texts[i]);
		ck_assert_uint_gt(errors.list->len, 0);
		xmlFreeDoc(doc);
		for (unsigned e = 0; e < errors.list->len; e++)
			scenario_error_free(g_ptr_array_index(errors.list, e));
		g_ptr_array_free(errors.list, TRUE);
	}
}
END_TEST

/* The heading of an element's section in the documentation. */
static char *heading(const LoadShape *shape, const LoadShape *parent)
{
	switch (shape->kind) {
	case LOAD_ITEM:
	case LOAD_ACTION:
	case LOAD_LIST_ENTRY:
	case LOAD_MAP_ENTRY:
	case LOAD_SIDE:
		return g_strdup_printf("\n### `<%s>` in `<%s>`\n", shape->element, parent->element);
	case LOAD_INTERFACE_ITEM:
		return g_strdup_printf("\n### `<%s>` in `<link>` and `<loopback>`\n",
				       shape->element);
	default:
		return g_strdup_printf("\n### `<%s>`\n", shape->element);
	}
}

static void check_rows(const LoadShape *shape, const char *section)
{
	const char *end = strstr(section + 1, "\n#");
	g_autofree char *text =
		end ? g_strndup(section, (gsize)(end - section) + 1) : g_strdup(section);
	unsigned rows = 0;

	for (unsigned i = 0; i < shape->n_fields; i++) {
		const ConfigField *field = &shape->fields[i];
		const char *fallback = field->fallback;
		g_autofree char *quoted = g_strdup_printf("`%s`", fallback);
		g_autofree char *row = g_strdup_printf("\n| `%s` | %s |", field->name,
						       !fallback   ? "needed"
						       : *fallback ? quoted
								   : "");

		ck_assert_msg(strstr(text, row), "docs/SCENARIO-FORMAT.md: <%s> lacks the row%s",
			      shape->element, row);
	}
	for (const char *p = strstr(text, "\n| `"); p; p = strstr(p + 1, "\n| `"))
		rows++;
	ck_assert_msg(rows == shape->n_fields, "docs/SCENARIO-FORMAT.md: <%s> has rows too many",
		      shape->element);
}

/* Rules of route maps stand in one table, a row for each attribute. */
static void check_rule(const char *document, const LoadShape *shape)
{
	const char *section = strstr(document, "\n### Rules of route maps\n");

	ck_assert_ptr_nonnull(section);
	for (unsigned i = 0; i < shape->n_fields; i++) {
		const char *fallback = shape->fields[i].fallback;
		g_autofree char *quoted = g_strdup_printf("`%s`", fallback);
		g_autofree char *row = g_strdup_printf("\n| `<%s>` | `%s` | %s |", shape->element,
						       shape->fields[i].name,
						       !fallback   ? "needed"
						       : *fallback ? quoted
								   : "");

		ck_assert_msg(strstr(section, row), "docs/SCENARIO-FORMAT.md lacks the row%s", row);
	}
}

static void check_document(const char *document, const LoadShape *shape, const LoadShape *parent)
{
	GArray *inside = load_shape_inside(shape);
	g_autofree char *title = heading(shape, parent);
	const char *section = strstr(document, title);

	ck_assert_msg(section, "docs/SCENARIO-FORMAT.md lacks the heading%s", title);
	check_rows(shape, section + strlen(title) - 1);
	for (unsigned i = 0; i < inside->len; i++) {
		const LoadShape *child = &g_array_index(inside, LoadShape, i);

		if (child->kind == LOAD_POLICY_RULE)
			check_rule(document, child);
		else
			check_document(document, child, shape);
	}
	g_array_free(inside, TRUE);
}

START_TEST(documentation)
{
	LoadShape root = load_shape_root();
	g_autofree char *path = source_file("docs/SCENARIO-FORMAT.md");
	g_autofree char *document = NULL;

	ck_assert(g_file_get_contents(path, &document, NULL, NULL));
	check_document(document, &root, NULL);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("schema");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, schema_and_program);
	tcase_add_test(tc, values);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, documentation);
	return test_main("schema", tc);
}
