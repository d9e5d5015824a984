/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/schema.h"

#include "scenarios/load/xml.h"

#include <string.h>

static const char schema_text[] =
#include "scenarios/schema/scenario.inc"
	;

/* A mistake in the schema itself is the programmer's; the tests would see it. */
static void on_schema_error(void *user, xmlErrorPtr error)
{
	(void)user;
	g_error("scenario.rng:%d: %s", error->line, error->message);
}

LoadSchema *load_schema_new(void)
{
	xmlRelaxNGParserCtxt *ctxt =
		xmlRelaxNGNewMemParserCtxt(schema_text, (int)strlen(schema_text));
	LoadSchema *schema;

	xmlRelaxNGSetParserStructuredErrors(ctxt, on_schema_error, NULL);
	schema = xmlRelaxNGParse(ctxt);
	xmlRelaxNGFreeParserCtxt(ctxt);
	g_assert(schema);
	return schema;
}

void load_schema_free(LoadSchema *schema)
{
	xmlRelaxNGFree(schema);
}

static void on_error(void *user, xmlErrorPtr error)
{
	const xmlNode *node = error->node;
	g_autofree char *text = NULL;

	while (node && node->type != XML_ELEMENT_NODE)
		node = node->parent;
	text = g_strstrip(g_utf8_make_valid(error->message ? error->message : "unknown", -1));
	load_error(user, node ? load_xml_line(node) : 0, "the schema does not allow this: %.200s",
		   text);
}

gboolean load_schema_validate(LoadSchema *schema, xmlDoc *doc, LoadErrors *errors)
{
	xmlRelaxNGValidCtxt *ctxt = xmlRelaxNGNewValidCtxt(schema);
	gboolean ok;

	xmlRelaxNGSetValidStructuredErrors(ctxt, on_error, errors);
	ok = xmlRelaxNGValidateDoc(ctxt, doc) == 0;
	xmlRelaxNGFreeValidCtxt(ctxt);
	return ok;
}
