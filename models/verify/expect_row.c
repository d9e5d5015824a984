/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_row.h"

#include "models/net/advice.h"
#include "models/node/tables.h"

#include <inttypes.h>
#include <string.h>

/* column=value */
typedef struct Condition {
	const Field *field;
	gboolean is_time; /* seconds, as people see it */
	GPatternSpec *value;
	char *text;
} Condition;

typedef struct RowState {
	const Node *node;
	const TableDef *table;
	GArray *conditions; /* of Condition */
	int64_t count;
	GString *text, *value; /* scratch */
} RowState;

static void condition_clear(void *user)
{
	Condition *condition = user;

	g_pattern_spec_free(condition->value);
	g_free(condition->text);
}

static void state_free(void *user)
{
	RowState *state = user;

	g_array_free(state->conditions, TRUE);
	g_string_free(state->text, TRUE);
	g_string_free(state->value, TRUE);
	g_free(state);
}

/* ---- Looking ---- */

typedef struct RowLook {
	const RowState *state;
	int64_t found;   /* rows that agree with all conditions */
	int64_t nearest; /* most conditions, from the first, that any row agrees with; -1: no row */
	int64_t n_nearest; /* rows that do; the first of them is in the state's text */
} RowLook;

static const char *print(const Condition *condition, const void *row, GString *value)
{
	const Field *field = condition->field;

	g_string_truncate(value, 0);
	if (!field->kind->print(field_at(field, row), value) || value->len == 0)
		return "-";
	if (condition->is_time)
		g_string_append_c(value, 's');
	return value->str;
}

/* How many conditions, from the first, the row agrees with. */
static unsigned agrees(const RowLook *look, const void *row)
{
	const GArray *conditions = look->state->conditions;
	unsigned n = 0;

	for (; n < conditions->len; n++) {
		const Condition *condition = &g_array_index(conditions, Condition, n);

		if (!g_pattern_spec_match_string(condition->value,
						 print(condition, row, look->state->value)))
			break;
	}
	return n;
}

static void keep(RowLook *look, const void *row)
{
	const RowState *state = look->state;

	g_string_truncate(state->text, 0);
	for (unsigned i = 0; i < state->conditions->len; i++) {
		const Condition *condition = &g_array_index(state->conditions, Condition, i);

		g_string_append_printf(state->text, "%s%s=%s", i > 0 ? ", " : "",
				       condition->field->name, print(condition, row, state->value));
	}
}

static void visit(const void *row, void *user)
{
	RowLook *look = user;
	unsigned n = agrees(look, row);

	look->found += n == look->state->conditions->len;
	if ((int64_t)n > look->nearest) {
		look->nearest = n;
		look->n_nearest = 0;
		keep(look, row);
	}
	look->n_nearest += n == look->nearest;
}

/* "2 rows: prefix=10.0.0.0/8, best=yes", "no such row, but prefix=10.0.0.0/8, best=no". */
static void append_seen(const RowLook *look, GString *seen)
{
	const GArray *conditions = look->state->conditions;

	if (look->found > 0)
		g_string_append_printf(seen, "%" PRId64 " row%s", look->found,
				       look->found == 1 ? "" : "s");
	else if (look->nearest < 0)
		g_string_append(seen, "no row at all");
	else if (look->nearest == 0)
		g_string_append_printf(seen, "no row with %s",
				       g_array_index(conditions, Condition, 0).text);
	else
		g_string_append(seen, "no such row");
	if (look->found > 0 && conditions->len > 0)
		g_string_append_printf(seen, ": %s", look->state->text->str);
	else if (look->nearest > 0)
		g_string_append_printf(seen, ", but %s", look->state->text->str);
	if (look->nearest > 0 && look->n_nearest > 1)
		g_string_append_printf(seen, " and %" PRId64 " more", look->n_nearest - 1);
}

static ExpectSight look_at(void *user, SimTime now, GString *seen)
{
	const RowState *state = user;
	RowLook look = {.state = state, .nearest = -1};
	gboolean met;

	(void)now;
	node_table_foreach(state->node, state->table, visit, &look);
	append_seen(&look, seen);
	met = state->count == EXPECT_ROW_SOME ? look.found > 0 : look.found == state->count;
	return met ? EXPECT_MET : EXPECT_FAILED;
}

static const ExpectKind kind = {.look = look_at, .free = state_free};

/* ---- Reading ---- */

static const TableDef *find_table(const char *name, GError **error)
{
	const TableDef *table = node_table(name);
	GPtrArray *tables, *names;
	g_autofree char *advice = NULL;

	if (table)
		return table;
	tables = node_tables();
	names = g_ptr_array_new();
	for (unsigned i = 0; i < tables->len; i++)
		g_ptr_array_add(
			names,
			(void *)(uintptr_t)((const TableDef *)g_ptr_array_index(tables, i))->name);
	advice = net_advise(name, names, "the tables are");
	g_set_error(error, PROTO_ERROR, 0, "there is no table \"%s\"; %s", name, advice);
	g_ptr_array_free(names, TRUE);
	g_ptr_array_free(tables, TRUE);
	return NULL;
}

static const Field *find_column(const TableDef *table, const char *name, GError **error)
{
	GPtrArray *names;
	g_autofree char *advice = NULL;

	for (unsigned i = 0; i < table->n_fields; i++)
		if (strcmp(table->fields[i].name, name) == 0)
			return &table->fields[i];
	names = g_ptr_array_new();
	for (unsigned i = 0; i < table->n_fields; i++)
		g_ptr_array_add(names, (void *)(uintptr_t)table->fields[i].name);
	advice = net_advise(name, names, "its columns are");
	g_set_error(error, PROTO_ERROR, 0, "table \"%s\" has no column \"%s\"; %s", table->name,
		    name, advice);
	g_ptr_array_free(names, TRUE);
	return NULL;
}

static gboolean add_condition(RowState *state, const char *text, GError **error)
{
	GStrv parts = g_strsplit(text, "=", 2);
	Condition condition = {0};

	if (!parts[0] || !parts[1])
		g_set_error(error, PROTO_ERROR, 0,
			    "\"%s\" is no condition; write column=value, several between commas",
			    text);
	else
		condition.field = find_column(state->table, g_strstrip(parts[0]), error);
	if (condition.field) {
		condition.is_time = g_str_has_suffix(condition.field->name, "_ns");
		condition.value = g_pattern_spec_new(g_strstrip(parts[1]));
		condition.text = g_strdup_printf("%s=%s", parts[0], parts[1]);
		g_array_append_val(state->conditions, condition);
	}
	g_strfreev(parts);
	return condition.field != NULL;
}

static gboolean add_conditions(RowState *state, const char *row, GError **error)
{
	GStrv all = g_strsplit(row, ",", -1);
	gboolean ok = TRUE;

	for (char **text = all; ok && *text; text++)
		ok = add_condition(state, g_strstrip(*text), error);
	g_strfreev(all);
	return ok;
}

static char *describe(const ExpectRow *config)
{
	GString *text = g_string_new(NULL);

	if (config->count == 0)
		g_string_append(text, "no row");
	else if (config->count != EXPECT_ROW_SOME)
		g_string_append_printf(text, "%" PRId64 " row%s", config->count,
				       config->count == 1 ? "" : "s");
	else
		g_string_append(text, "a row");
	if (*config->row)
		g_string_append_printf(text, " with %s", config->row);
	return g_string_free(text, FALSE);
}

gboolean expect_add_row(ExpectSet *set, const ExpectRow *config, GError **error)
{
	const TableDef *table = find_table(config->table, error);
	g_autofree char *subject = NULL;
	g_autofree char *what = NULL;
	RowState *state;

	if (!table)
		return FALSE;
	state = g_new0(RowState, 1);
	*state = (RowState){
		.node = config->node,
		.table = table,
		.conditions = g_array_new(FALSE, FALSE, sizeof(Condition)),
		.count = config->count,
		.text = g_string_new(NULL),
		.value = g_string_new(NULL),
	};
	g_array_set_clear_func(state->conditions, condition_clear);
	if (!add_conditions(state, config->row, error)) {
		state_free(state);
		return FALSE;
	}
	subject = g_strdup_printf("%s %s", config->node->name, table->name);
	what = describe(config);
	expect_add(set, &kind, &config->when, subject, what, state);
	return TRUE;
}
