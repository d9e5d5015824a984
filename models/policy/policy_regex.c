/* SPDX-License-Identifier: Apache-2.0 */
#include "models/policy/policy_regex.h"

#include <stdint.h>
#include <string.h>

/* Places that an instruction leads on to are relative to it, so that code can be moved. */
typedef enum {
	OP_CHARS, /* one character of a set */
	OP_SPLIT, /* on at either place */
	OP_JUMP,  /* on at x */
	OP_BEGIN, /* at the beginning of the text only */
	OP_END,   /* at its end only */
	OP_MATCH,
} Op;

typedef struct Inst {
	Op op;
	int x, y;
	uint32_t chars[8]; /* bit set of OP_CHARS */
} Inst;

struct PolicyRegex {
	unsigned refs;
	unsigned n;
	Inst *code;
};

/* ---- From the text ---- */

typedef struct Parser {
	const char *at; /* NULL: it is no expression */
	GArray *code;   /* of Inst */
} Parser;

static void add_char(Inst *inst, unsigned char c)
{
	inst->chars[c / 32] |= UINT32_C(1) << c % 32;
}

static gboolean has_char(const Inst *inst, unsigned char c)
{
	return (inst->chars[c / 32] >> c % 32 & 1) != 0;
}

static void emit(Parser *p, Op op, int x, int y)
{
	Inst inst = {.op = op, .x = x, .y = y};

	g_array_append_val(p->code, inst);
}

static void emit_char(Parser *p, char c)
{
	Inst inst = {.op = OP_CHARS};

	add_char(&inst, (unsigned char)c);
	g_array_append_val(p->code, inst);
}

static void insert_split(Parser *p, unsigned at, int y)
{
	Inst inst = {.op = OP_SPLIT, .x = 1, .y = y};

	g_array_insert_val(p->code, at, inst);
}

static void emit_any(Parser *p)
{
	Inst inst = {.op = OP_CHARS};

	memset(inst.chars, 0xff, sizeof inst.chars);
	g_array_append_val(p->code, inst);
}

/* _: a delimiter, or the beginning, or the end. */
static void emit_delimiter(Parser *p)
{
	Inst inst = {.op = OP_CHARS};

	for (const char *c = " ,{}()[]"; *c; c++)
		add_char(&inst, (unsigned char)*c);
	emit(p, OP_SPLIT, 1, 3);
	g_array_append_val(p->code, inst);
	emit(p, OP_JUMP, 5, 0);
	emit(p, OP_SPLIT, 1, 3);
	emit(p, OP_BEGIN, 0, 0);
	emit(p, OP_JUMP, 2, 0);
	emit(p, OP_END, 0, 0);
}

/* A range of [...]; p->at is behind its first character. */
static void add_range(Parser *p, Inst *inst, unsigned char first)
{
	unsigned char last = first;

	if (p->at[0] == '-' && p->at[1] && p->at[1] != ']') {
		last = (unsigned char)p->at[1];
		p->at += 2;
	}
	if (last < first)
		p->at = NULL;
	for (unsigned c = first; c <= last; c++)
		add_char(inst, (unsigned char)c);
}

/* Behind [. */
static void parse_chars(Parser *p)
{
	Inst inst = {.op = OP_CHARS};
	gboolean inverse = *p->at == '^';
	const char *begin;

	if (inverse)
		p->at++;
	begin = p->at;
	while (p->at && *p->at && (*p->at != ']' || p->at == begin)) {
		char c = *p->at++;

		add_range(p, &inst, (unsigned char)c);
	}
	if (!p->at || *p->at != ']') {
		p->at = NULL;
		return;
	}
	p->at++;
	for (unsigned i = 0; inverse && i < G_N_ELEMENTS(inst.chars); i++)
		inst.chars[i] = ~inst.chars[i];
	g_array_append_val(p->code, inst);
}

static void parse_either(Parser *p);

static void parse_group(Parser *p)
{
	parse_either(p);
	if (p->at && *p->at == ')')
		p->at++;
	else
		p->at = NULL;
}

/* Letters and digits have no other meaning behind \, and those that other tools give them are not had. */
static void parse_escaped(Parser *p)
{
	char c = *p->at;

	if (!c || g_ascii_isalnum(c)) {
		p->at = NULL;
		return;
	}
	p->at++;
	emit_char(p, c);
}

static void parse_atom(Parser *p)
{
	char c = *p->at++;

	switch (c) {
	case '.':
		emit_any(p);
		break;
	case '^':
		emit(p, OP_BEGIN, 0, 0);
		break;
	case '$':
		emit(p, OP_END, 0, 0);
		break;
	case '_':
		emit_delimiter(p);
		break;
	case '[':
		parse_chars(p);
		break;
	case '(':
		parse_group(p);
		break;
	case '\\':
		parse_escaped(p);
		break;
	case '*':
	case '+':
	case '?':
		p->at = NULL; /* nothing is there to repeat */
		break;
	default:
		emit_char(p, c);
	}
}

static void repeat(Parser *p, char how, unsigned begin)
{
	int len = (int)(p->code->len - begin);

	if (how == '+') {
		emit(p, OP_SPLIT, -len, 1);
		return;
	}
	insert_split(p, begin, len + (how == '*' ? 2 : 1));
	if (how == '*')
		emit(p, OP_JUMP, -(len + 1), 0);
}

static void parse_sequence(Parser *p)
{
	while (p->at && *p->at && *p->at != '|' && *p->at != ')') {
		unsigned begin = p->code->len;

		parse_atom(p);
		/* One sign alone: (a+)* says what a+* would. */
		if (p->at && *p->at && strchr("*+?", *p->at))
			repeat(p, *p->at++, begin);
	}
}

static void parse_either(Parser *p)
{
	unsigned begin = p->code->len, jump;

	parse_sequence(p);
	if (!p->at || *p->at != '|')
		return;
	p->at++;
	insert_split(p, begin, (int)(p->code->len - begin) + 2);
	jump = p->code->len;
	emit(p, OP_JUMP, 0, 0);
	parse_either(p);
	g_array_index(p->code, Inst, jump).x = (int)(p->code->len - jump);
}

PolicyRegex *policy_regex_new(const char *text)
{
	Parser p = {.at = text};
	PolicyRegex *regex;

	if (strlen(text) > POLICY_REGEX_MAX)
		return NULL;
	p.code = g_array_new(FALSE, FALSE, sizeof(Inst));
	parse_either(&p);
	if (!p.at || *p.at) { /* a ) too many */
		g_array_free(p.code, TRUE);
		return NULL;
	}
	emit(&p, OP_MATCH, 0, 0);
	regex = g_new0(PolicyRegex, 1);
	regex->refs = 1;
	regex->n = p.code->len;
	regex->code = (Inst *)(void *)g_array_free(p.code, FALSE);
	return regex;
}

PolicyRegex *policy_regex_ref(PolicyRegex *regex)
{
	regex->refs++;
	return regex;
}

void policy_regex_unref(PolicyRegex *regex)
{
	if (!regex || --regex->refs > 0)
		return;
	g_free(regex->code);
	g_free(regex);
}

/* ---- To a match ---- */

/* The places in the code that the text can have led to so far. */
typedef struct Places {
	const PolicyRegex *regex;
	unsigned *at, n;
	unsigned *seen, step; /* seen[i] == step: i is among them, or has led to some of them */
	gboolean begin, end;  /* of the text */
	gboolean matched;
} Places;

/* Goes on to where a character is needed. Each place is looked at once a step. */
static void follow(Places *p, unsigned at)
{
	const Inst *inst = &p->regex->code[at];

	if (p->seen[at] == p->step)
		return;
	p->seen[at] = p->step;
	switch (inst->op) {
	case OP_CHARS:
		p->at[p->n++] = at;
		break;
	case OP_SPLIT:
		follow(p, (unsigned)((int)at + inst->x));
		follow(p, (unsigned)((int)at + inst->y));
		break;
	case OP_JUMP:
		follow(p, (unsigned)((int)at + inst->x));
		break;
	case OP_BEGIN:
		if (p->begin)
			follow(p, at + 1);
		break;
	case OP_END:
		if (p->end)
			follow(p, at + 1);
		break;
	case OP_MATCH:
		p->matched = TRUE;
		break;
	}
}

/* The character c has been read; then it may also begin anew. */
static void advance(Places *p, unsigned *spare, unsigned char c)
{
	unsigned n = p->n;

	memcpy(spare, p->at, n * sizeof *spare);
	p->n = 0;
	p->step++;
	p->begin = FALSE;
	for (unsigned i = 0; i < n; i++)
		if (has_char(&p->regex->code[spare[i]], c))
			follow(p, spare[i] + 1);
	follow(p, 0);
}

gboolean policy_regex_matches(const PolicyRegex *regex, const char *text)
{
	unsigned *memory = g_newa0(unsigned, 3 * (size_t)regex->n);
	Places places = {.regex = regex,
			 .at = memory,
			 .seen = memory + regex->n,
			 .step = 1,
			 .begin = TRUE,
			 .end = !*text};

	follow(&places, 0);
	for (; *text && !places.matched; text++) {
		places.end = !text[1];
		advance(&places, memory + 2 * (size_t)regex->n, (unsigned char)*text);
	}
	return places.matched;
}

/* ---- As a value ---- */

static gboolean parse(const char *text, void *out)
{
	*(PolicyRegex **)out = *text ? policy_regex_new(text) : NULL;
	return !*text || *(PolicyRegex **)out;
}

static void clear(void *member)
{
	g_clear_pointer((PolicyRegex **)member, policy_regex_unref);
}

static void own(void *member)
{
	if (*(PolicyRegex **)member)
		policy_regex_ref(*(PolicyRegex **)member);
}

const ConfigKind policy_config_regex = {
	"regex",
	"a regular expression of at most 255 characters, with . [] () | * + ? ^ $ and _, such as "
	"_65001$",
	parse, clear, own};
