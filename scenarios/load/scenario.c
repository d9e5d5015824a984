/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loader. A file goes through these steps; each tells every mistake that it finds:
 *
 *   xml.c       bytes to a tree of XML that is safe to look at
 *   expand.c    intent, templates, includes to explicit configuration: another tree of XML
 *   element.c   elements and attributes against the grammar, values read
 *   schema.c    the same once more, by the RELAX NG schema that editors use
 *   nodes.c policies.c links.c protocols.c watch.c  meaning: names, addresses; the network is built
 *   check.c     checks of the whole: mistakes, and warnings, which stop nobody
 *
 * The grammar (grammar.c) is tables; protocols and operator actions bring theirs. The loader knows
 * none of them by name.
 */
#include "scenarios/load/scenario.h"

#include "scenarios/load/check.h"
#include "scenarios/load/expand.h"
#include "scenarios/load/loader.h"
#include "scenarios/load/schema.h"
#include "scenarios/load/xml.h"

#include <string.h>

static Scenario *scenario_new(const char *path, char *text, uint64_t seed)
{
	Scenario *scenario = g_new0(Scenario, 1);

	scenario->path = g_strdup(path);
	scenario->text = text;
	scenario->sim = sim_new(seed);
	scenario->network = network_new(scenario->sim);
	scenario->flows = flow_set_new(scenario->network);
	scenario->pings = g_ptr_array_new_with_free_func((GDestroyNotify)ping_free);
	scenario->traceroutes = g_ptr_array_new_with_free_func((GDestroyNotify)traceroute_free);
	scenario->probes = probe_set_new(scenario->network);
	scenario->expectations = expect_set_new(scenario->sim);
	scenario->warnings = g_ptr_array_new_with_free_func(scenario_error_free);
	scenario->until = SIM_NEVER;
	return scenario;
}

void scenario_free(Scenario *scenario)
{
	if (!scenario)
		return;
	expect_set_free(scenario->expectations);
	g_ptr_array_free(scenario->pings, TRUE);
	g_ptr_array_free(scenario->traceroutes, TRUE);
	probe_set_free(scenario->probes);
	flow_set_free(scenario->flows);
	network_free(scenario->network);
	sim_free(scenario->sim);
	g_ptr_array_free(scenario->warnings, TRUE);
	g_free(scenario->name);
	g_free(scenario->path);
	g_free(scenario->text);
	g_free(scenario);
}

/* The schema speaks where the grammar has found nothing: its words help less. */
static LoadElement *read_expanded(xmlDoc *doc, LoadErrors *errors)
{
	LoadElement *root = load_element_read(xmlDocGetRootElement(doc), errors);
	LoadSchema *schema;

	if (errors->list->len > 0)
		return root;
	schema = load_schema_new();
	load_schema_validate(schema, doc, errors);
	load_schema_free(schema);
	return root;
}

static gboolean is_whole(const xmlDoc *doc, LoadErrors *errors)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	g_autofree char *file = g_path_get_basename(errors->file);

	if (strcmp((const char *)root->name, "fragment") != 0)
		return TRUE;
	load_error(errors, load_xml_line(root),
		   "a <fragment> is for scenarios to include; give one of them, or write one: "
		   "<scenario> with <include file=\"%s\"/> in it",
		   file);
	return FALSE;
}

/* Where there is a tree, it comes from the expanded text, which takes the place of what was read. */
static LoadElement *read_tree(char **text, const char *folder, LoadPlaces *places,
			      LoadErrors *errors)
{
	xmlDoc *doc = load_xml_parse(*text, errors);
	LoadElement *root = NULL;

	if (doc && is_whole(doc, errors) && load_expand(doc, folder, places, errors)) {
		root = read_expanded(doc, errors);
		g_free(*text);
		*text = load_xml_print(xmlDocGetRootElement(doc));
	}
	xmlFreeDoc(doc);
	return root;
}

static char *name_of_file(const char *path)
{
	char *name = g_path_get_basename(path);

	if (g_str_has_suffix(name, ".xml"))
		name[strlen(name) - strlen(".xml")] = '\0';
	return name;
}

static void build(Loader *loader)
{
	const LoadScenario *config = loader->root->config;
	gboolean whole;

	loader->scenario->name = config->name && *config->name
					 ? g_strdup(config->name)
					 : name_of_file(loader->scenario->path);
	if (loader->root->sound)
		loader->scenario->until = config->until;
	load_nodes(loader);
	load_policies(loader);
	load_links(loader);
	load_protocols(loader);
	whole = loader->errors->list->len == 0;
	load_flows(loader, whole);
	load_pings(loader, whole);
	load_traceroutes(loader, whole);
	load_probes_of_flows(loader, whole);
	load_actions(loader, whole);
	load_expectations(loader, whole);
	if (!load_errors_full(loader->errors))
		load_check(loader, loader->errors->list->len == 0);
}

static void build_from(LoadElement *root, Scenario *scenario, LoadErrors *errors)
{
	Loader loader = {.errors = errors, .scenario = scenario, .root = root};

	load_names_init(&loader.nodes);
	load_names_init(&loader.flows);
	load_names_init(&loader.customers);
	loader.addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	build(&loader);
	g_hash_table_unref(loader.addresses);
	load_names_clear(&loader.customers);
	load_names_clear(&loader.flows);
	load_names_clear(&loader.nodes);
}

/* There is no scenario to have them: as many as are told beside the mistakes. */
static void take_warnings(Scenario *scenario, GPtrArray *list)
{
	while (scenario->warnings->len > 0 && list->len < LOAD_MAX_ERRORS)
		g_ptr_array_add(list, g_ptr_array_steal_index(scenario->warnings, 0));
}

/* Takes text over. folder: where it may include files from; NULL: nowhere. */
static Scenario *load_text(const char *path, char *text, const char *folder, uint64_t seed,
			   GPtrArray *list)
{
	LoadPlaces *places = load_places_new();
	LoadErrors errors = {.file = path, .list = list, .places = places};
	LoadElement *root = read_tree(&text, folder, places, &errors);
	Scenario *scenario = NULL;

	if (root) {
		scenario = scenario_new(path, g_steal_pointer(&text), seed);
		build_from(root, scenario, &errors);
	}
	load_element_free(root);
	g_free(text);
	if (scenario && list->len > 0)
		take_warnings(scenario, list);
	load_errors_sort(&errors);
	load_places_free(places);
	if (list->len > 0)
		g_clear_pointer(&scenario, scenario_free);
	return scenario;
}

Scenario *scenario_load(const char *path, uint64_t seed, GPtrArray *list)
{
	LoadErrors errors = {.file = path, .list = list};
	char *text = load_xml_read(path, &errors);
	g_autofree char *folder = g_path_get_dirname(path);

	return text ? load_text(path, text, folder, seed, list) : NULL;
}

Scenario *scenario_load_text(const char *path, const char *text, uint64_t seed, GPtrArray *list)
{
	return load_text(path, g_strdup(text), NULL, seed, list);
}
