/* SPDX-License-Identifier: Apache-2.0 */
/* <include file="x.xml"/>: the elements in the <fragment> of another file of the folder take its place. */
#include "scenarios/load/expansion.h"

#include <string.h>

#define MAX_INCLUDES 16 /* in each other */

/* The files that are being included, innermost first. */
typedef struct Chain {
	const struct Chain *outer;
	const char *file; /* as written */
	const char *path;
	unsigned used_at, length;
} Chain;

static unsigned line_of_copy(Expansion *expansion, const xmlNode *from, void *user)
{
	const Chain *chain = user;

	return load_places_include(expansion->places, chain->path, load_xml_line(from),
				   chain->used_at);
}

static gboolean check_root(const xmlNode *root, LoadErrors *errors)
{
	g_autofree char *quoted = load_quote((const char *)root->name);

	if (expand_is(root, "fragment") && !root->properties)
		return TRUE;
	load_error(errors, load_xml_line(root),
		   "the element of an included file is %s; write <fragment>, without attributes",
		   quoted);
	return FALSE;
}

static gboolean check_chain(Expansion *expansion, const Chain *chain)
{
	for (const Chain *outer = chain->outer; outer; outer = outer->outer)
		if (strcmp(outer->file, chain->file) == 0) {
			load_error(expansion->errors, chain->used_at,
				   "%s includes itself; leave out this <include>", chain->file);
			return FALSE;
		}
	if (chain->length <= MAX_INCLUDES)
		return TRUE;
	load_error(expansion->errors, chain->used_at,
		   "more than %d included files in each other; include fewer", MAX_INCLUDES);
	return FALSE;
}

/* The tree of the file; NULL where it is refused, which is told. */
static xmlDoc *read_file(Expansion *expansion, const Chain *chain)
{
	LoadErrors errors = {.file = chain->path, .list = expansion->errors->list};
	g_autofree char *text = NULL;
	xmlDoc *doc;

	if (!g_file_test(chain->path, G_FILE_TEST_IS_REGULAR)) {
		load_error(expansion->errors, chain->used_at,
			   "there is no file %s; write the name of one in the scenario's folder",
			   chain->path);
		return NULL;
	}
	text = load_xml_read(chain->path, &errors);
	if (!text || !expand_grow(expansion, chain->used_at, strlen(text)))
		return NULL;
	doc = load_xml_parse(text, &errors);
	if (doc && !check_root(xmlDocGetRootElement(doc), &errors))
		g_clear_pointer(&doc, xmlFreeDoc);
	return doc;
}

static void look_into(Expansion *expansion, xmlNode *element, const Chain *chain);

/* Element by element, as what is included may include more. */
static void put(Expansion *expansion, const xmlNode *root, xmlNode *include, const Chain *chain)
{
	ExpandAt at = {.parent = include->parent, .before = include};
	ExpandCopy copy = {.line = line_of_copy, .user = (void *)(uintptr_t)chain};

	for (const xmlNode *child = root->children; child; child = child->next) {
		if (!expand_copy(expansion, child, at, &copy))
			return;
		look_into(expansion, include->prev, chain);
	}
}

static void replace(Expansion *expansion, xmlNode *include, const Chain *outer)
{
	LoadElement *read = expand_read(expansion, include, LOAD_INCLUDE);
	g_autofree char *path = NULL;
	Chain chain = {.outer = outer, .used_at = load_xml_line(include)};
	xmlDoc *doc = NULL;

	if (!read)
		return;
	chain.file = ((const LoadInclude *)read->config)->file;
	chain.length = outer ? outer->length + 1 : 1;
	if (!expansion->folder) {
		load_error(expansion->errors, chain.used_at,
			   "a text without a folder includes no files; write what is in %s",
			   chain.file);
	} else if (check_chain(expansion, &chain)) {
		path = strcmp(expansion->folder, ".") == 0
			       ? g_strdup(chain.file)
			       : g_build_filename(expansion->folder, chain.file, NULL);
		chain.path = path;
		doc = read_file(expansion, &chain);
	}
	if (doc)
		put(expansion, xmlDocGetRootElement(doc), include, &chain);
	xmlFreeDoc(doc);
	load_element_free(read);
	expand_remove(include);
}

static void look_into(Expansion *expansion, xmlNode *element, const Chain *chain)
{
	xmlNode *next;

	if (expand_is(element, "include")) {
		replace(expansion, element, chain);
		return;
	}
	for (xmlNode *child = element->children; child; child = next) {
		next = child->next;
		look_into(expansion, child, chain);
	}
}

void expand_includes(Expansion *expansion)
{
	look_into(expansion, expansion->root, NULL);
}
