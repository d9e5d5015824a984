/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <string.h>
#include <unistd.h>

typedef struct Parse {
	LoadErrors *errors;
	const char *text; /* of the file */
	unsigned n_elements;
	gboolean refused;        /* a mistake was told; what follows from it is not */
	const xmlNode *has_text; /* last element about whose text a mistake was told */
} Parse;

/* Reads on until the end of the file or one byte more than is allowed. */
static gboolean read_all(int fd, GByteArray *out)
{
	guint8 block[64 * 1024];
	ssize_t n;

	do {
		n = read(fd, block, sizeof(block));
		if (n > 0)
			g_byte_array_append(out, block, (guint)n);
	} while ((n > 0 && out->len <= LOAD_MAX_BYTES) || (n < 0 && errno == EINTR));
	return n >= 0;
}

static unsigned line_at(const char *text, const char *end)
{
	unsigned line = 1;

	for (; text < end; text++)
		line += *text == '\n';
	return line;
}

static gboolean check_bytes(const GByteArray *bytes, LoadErrors *errors)
{
	const char *text = (const char *)bytes->data, *end;

	if (bytes->len > LOAD_MAX_BYTES) {
		load_error(errors, 0, "the file is larger than %d MiB; split the scenario",
			   LOAD_MAX_BYTES / (1024 * 1024));
		return FALSE;
	}
	if (!g_utf8_validate(text, bytes->len, &end)) {
		load_error(errors, line_at(text, end), "this is not UTF-8; save the file as UTF-8");
		return FALSE;
	}
	return TRUE;
}

char *load_xml_read(const char *path, LoadErrors *errors)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	GByteArray *bytes;
	gboolean ok;

	if (fd < 0) {
		load_error(errors, 0, "the file cannot be read: %s", g_strerror(errno));
		return NULL;
	}
	bytes = g_byte_array_new();
	ok = read_all(fd, bytes);
	if (!ok)
		load_error(errors, 0, "the file cannot be read: %s", g_strerror(errno));
	close(fd);
	ok = ok && check_bytes(bytes, errors);
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	return (char *)g_byte_array_free(bytes, !ok);
}

/*
 * The parser compares each attribute of an element with all others, which a hostile file makes
 * expensive. All attributes of an element stand between two "<", for values cannot have it in them.
 */
static gboolean check_attributes(const char *text, LoadErrors *errors)
{
	unsigned n = 0;

	for (const char *p = text; *p; p++) {
		if (*p == '<')
			n = 0;
		if (*p != '=')
			continue;
		p += 1 + strspn(p + 1, " \t\r\n");
		n += *p == '"' || *p == '\'';
		if (n > LOAD_MAX_ATTRIBUTES) {
			load_error(errors, line_at(text, p),
				   "more than %d attributes; leave out some", LOAD_MAX_ATTRIBUTES);
			return FALSE;
		}
		p--;
	}
	return TRUE;
}

static void refuse(xmlParserCtxt *ctxt, unsigned line, const char *text)
{
	Parse *parse = ctxt->_private;

	if (!parse->refused)
		load_error(parse->errors, line, "%s", text);
	parse->refused = TRUE;
	xmlStopParser(ctxt);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *public_id,
		       const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = user;

	(void)name;
	(void)public_id;
	(void)system_id;
	refuse(ctxt, (unsigned)xmlSAX2GetLineNumber(ctxt),
	       "a document type is not accepted; leave out <!DOCTYPE ...> and its entities");
}

/* Lines beyond 65535 do not fit where the library keeps them, so they are kept beside. */
static void on_element(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		       int n_namespaces, const xmlChar **namespaces, int n_attributes,
		       int n_defaulted, const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = user;
	Parse *parse = ctxt->_private;
	unsigned line = (unsigned)xmlSAX2GetLineNumber(ctxt);

	if (++parse->n_elements > LOAD_MAX_ELEMENTS)
		refuse(ctxt, line,
		       "more than " G_STRINGIFY(LOAD_MAX_ELEMENTS) " elements; split the scenario");
	else if (ctxt->nodeNr >= LOAD_MAX_DEPTH)
		refuse(ctxt, line,
		       "more than " G_STRINGIFY(
			       LOAD_MAX_DEPTH) " elements in each other; close some before");
	if (parse->refused)
		return;
	xmlSAX2StartElementNs(ctxt, name, prefix, uri, n_namespaces, namespaces, n_attributes,
			      n_defaulted, attributes);
	if (ctxt->node)
		load_xml_set_line(ctxt->node, line);
}

unsigned load_xml_line(const xmlNode *element)
{
	return GPOINTER_TO_UINT(element->_private);
}

void load_xml_set_line(xmlNode *element, unsigned line)
{
	element->_private = GUINT_TO_POINTER(line);
}

/* No element holds text but blanks, which the tree can do without. Called piece by piece, with the
 * parser at the end of the piece; one mistake is told for all of an element. */
static void on_text(void *user, const xmlChar *bytes, int length)
{
	xmlParserCtxt *ctxt = user;
	Parse *parse = ctxt->_private;
	g_autofree char *text = g_strndup((const char *)bytes, (gsize)MAX(length, 0));
	char *first = text + strspn(text, " \t\r\n");
	unsigned lines_after = line_at(first, first + strlen(first)) - 1;
	g_autofree char *quoted = NULL;

	if (*first == '\0' || parse->refused || !ctxt->node || ctxt->node == parse->has_text)
		return;
	parse->has_text = ctxt->node;
	quoted = load_quote(g_strchomp(first));
	load_error(parse->errors, (unsigned)xmlSAX2GetLineNumber(ctxt) - lines_after,
		   "text %s in <%s>; write values as attributes, remarks as <!-- remark -->",
		   quoted, (const char *)ctxt->node->name);
}

/* What to write instead, where the library's own words do not tell. */
static const char *advice(int code)
{
	static const struct {
		int code;
		const char *text;
	} table[] = {
		{XML_ERR_INTERNAL_ERROR, "shorten what is too long there"},
		{XML_ERR_DOCUMENT_EMPTY, "write <scenario name=\"...\">...</scenario>"},
		{XML_ERR_DOCUMENT_END, "nothing may follow </scenario>"},
		{XML_ERR_ATTRIBUTE_NOT_STARTED, "write the value in quotation marks"},
		{XML_ERR_ATTRIBUTE_NOT_FINISHED, "close the value with a quotation mark"},
		{XML_ERR_LT_IN_ATTRIBUTE, "write &lt; for < in a value, or close the one before"},
		{XML_ERR_ATTRIBUTE_REDEFINED, "leave out one of the two"},
		{XML_ERR_SPACE_REQUIRED, "put a blank between attributes"},
		{XML_ERR_GT_REQUIRED, "close the tag with > or />"},
		{XML_ERR_TAG_NOT_FINISHED, "close what is still open"},
		{XML_ERR_UNDECLARED_ENTITY, "write &amp; for &"},
		{XML_ERR_ENTITYREF_SEMICOL_MISSING, "write &amp; for &"},
		{XML_ERR_NAME_REQUIRED, "write &amp; for & and &lt; for <"},
		{XML_ERR_COMMENT_NOT_FINISHED, "close the remark with -->"},
		{XML_ERR_HYPHEN_IN_COMMENT, "write a remark without -- in it"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(table); i++)
		if (table[i].code == code)
			return table[i].text;
	return "see docs/SCENARIO-FORMAT.md for the form of the file";
}

/* What is never closed is told where it begins, not at the end of the file. */
static unsigned line_of(const Parse *parse, const xmlError *error)
{
	const char *begin =
		error->code == XML_ERR_COMMENT_NOT_FINISHED ? g_strrstr(parse->text, "<!--") : NULL;

	return begin ? line_at(parse->text, begin) : (unsigned)MAX(error->line, 0);
}

static void on_error(void *user, xmlErrorPtr error)
{
	xmlParserCtxt *ctxt = user;
	Parse *parse = ctxt->_private;
	g_autofree char *text = NULL;

	if (error->level != XML_ERR_FATAL || parse->refused)
		return;
	parse->refused = TRUE;
	if (error->code == XML_ERR_TAG_NAME_MISMATCH && error->str1 && error->str2) {
		g_autofree char *open = load_quote(error->str1);
		g_autofree char *close = load_quote(error->str2);

		load_error(parse->errors, (unsigned)MAX(error->line, 0),
			   "element %s of line %d is closed by %s; close it first, or write /> "
			   "there",
			   open, error->int1, close);
		return;
	}
	/* The library's words may go on with lines of the file. */
	text = g_utf8_make_valid(error->message ? error->message : "unknown", -1);
	text[strcspn(text, "\r\n")] = '\0';
	g_strchomp(text);
	load_error(parse->errors, line_of(parse, error), "not well-formed XML: %.200s; %s", text,
		   advice(error->code));
}

xmlDoc *load_xml_parse(const char *text, LoadErrors *errors)
{
	Parse parse = {.errors = errors, .text = text};
	xmlParserCtxt *ctxt;
	xmlDoc *doc;

	if (!check_attributes(text, errors))
		return NULL;
	ctxt = xmlNewParserCtxt();
	g_assert(ctxt);
	ctxt->_private = &parse;
	ctxt->sax->internalSubset = on_doctype;
	ctxt->sax->startElementNs = on_element;
	ctxt->sax->characters = on_text;
	ctxt->sax->cdataBlock = on_text;
	ctxt->sax->ignorableWhitespace = NULL;
	ctxt->sax->comment = NULL;
	ctxt->sax->processingInstruction = NULL;
	ctxt->sax->serror = on_error;
	doc = xmlCtxtReadMemory(ctxt, text, (int)strlen(text), NULL, "UTF-8", XML_PARSE_NONET);
	if (doc && (parse.refused || !ctxt->wellFormed || !xmlDocGetRootElement(doc)))
		g_clear_pointer(&doc, xmlFreeDoc);
	if (!doc && !parse.refused)
		load_error(errors, 0, "not well-formed XML; see docs/SCENARIO-FORMAT.md");
	xmlFreeParserCtxt(ctxt);
	return doc;
}
