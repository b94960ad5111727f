#include "app/cli.h"
#include "app/say.h"
#include "app/spec_strategy.h"
#include "base/json_write.h"
#include "base/number.h"
#include "strategy/registry.h"

enum { PAGE_BYTES = 1 << 18, STRATEGIES_MAX = 256, CELL_BYTES = 256 };

static void write_initial(struct writer *writer, const struct argosy_param *param)
{
    if (param->type == ARGOSY_PARAM_TEXT)
        writer_add(writer, text_from(param->initial_text ? param->initial_text : ""));
    else if (param->type == ARGOSY_PARAM_CHOICE)
        writer_add(writer, text_from(param->choices[(uint32_t)param->initial]));
    else number_format(writer, param->initial);
}

static void write_values(struct writer *writer, const struct argosy_param *param)
{
    if (param->type == ARGOSY_PARAM_TEXT) {
        writer_add(writer, TEXT("text"));
        return;
    }
    if (param->type == ARGOSY_PARAM_CHOICE) {
        for (const char *const *choice = param->choices; *choice; choice++)
            writer_format(writer, "%s%s", choice == param->choices ? "" : "|", *choice);
        return;
    }
    number_format(writer, param->min);
    writer_add(writer, TEXT(".."));
    number_format(writer, param->max);
}

static const char *type_name(uint32_t type)
{
    static const char *const names[] = { "integer", "number", "choice", "text" };
    ASSERT(type < sizeof names / sizeof *names);
    return names[type];
}

/* ---- JSON --------------------------------------------------------------------------------------
 */

static void put_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_key(json, text_from(key));
    json_write_string(json, text_from(text));
}

static void put_bound(struct json_writer *json, const char *key, const struct argosy_param *param,
                      double bound)
{
    bool is_number = param->type == ARGOSY_PARAM_INT || param->type == ARGOSY_PARAM_NUMBER;
    json_write_key(json, text_from(key));
    if (is_number) json_write_number(json, bound);
    else json_write_null(json);
}

static void put_param(struct json_writer *json, const struct argosy_param *param)
{
    json_write_object(json);
    put_text(json, "name", param->name);
    put_text(json, "type", type_name(param->type));
    put_bound(json, "min", param, param->min);
    put_bound(json, "max", param, param->max);
    json_write_key(json, TEXT("default"));
    if (param->type == ARGOSY_PARAM_INT || param->type == ARGOSY_PARAM_NUMBER)
        json_write_number(json, param->initial);
    else if (param->type == ARGOSY_PARAM_CHOICE)
        json_write_string(json, text_from(param->choices[(uint32_t)param->initial]));
    else if (param->initial_text) json_write_string(json, text_from(param->initial_text));
    else json_write_null(json);
    put_text(json, "help", param->help);
    if (param->type == ARGOSY_PARAM_CHOICE) {
        json_write_key(json, TEXT("choices"));
        json_write_array(json);
        for (const char *const *choice = param->choices; *choice; choice++)
            json_write_string(json, text_from(*choice));
        json_write_array_end(json);
    }
    json_write_object_end(json);
}

static void put_strategy(struct json_writer *json, const struct argosy_strategy *strategy)
{
    json_write_object(json);
    put_text(json, "name", strategy->name);
    put_text(json, "help", strategy->help);
    json_write_key(json, TEXT("params"));
    json_write_array(json);
    for (uint32_t i = 0; i < strategy->param_count; i++) put_param(json, &strategy->params[i]);
    json_write_array_end(json);
    json_write_object_end(json);
}

static void say_json(const struct argosy_strategy *only)
{
    static char bytes[PAGE_BYTES];
    struct writer writer;
    struct json_writer json;
    writer_init(&writer, bytes, sizeof bytes);
    json_write_init(&json, &writer, (struct json_style){ .is_pretty = true });
    json_write_object(&json);
    json_write_key(&json, TEXT("strategies"));
    json_write_array(&json);
    const struct argosy_strategy *strategy;
    for (uint32_t i = 0; (strategy = strategy_at(i)); i++)
        if (!only || strategy == only) put_strategy(&json, strategy);
    json_write_array_end(&json);
    json_write_object_end(&json);
    writer_char(&writer, '\n');
    ASSERT(!writer_is_cut(&writer));
    say_text(writer_text(&writer));
}

/* ---- tables ------------------------------------------------------------------------------------
 */

static void say_list(void)
{
    static const struct say_column columns[] = { { "name", false }, { "", false } };
    static struct text cells[STRATEGIES_MAX][2];
    uint32_t count = 0;
    const struct argosy_strategy *strategy;
    for (; (strategy = strategy_at(count)); count++) {
        ASSERT(count < STRATEGIES_MAX);
        cells[count][0] = text_from(strategy->name);
        cells[count][1] = text_from(strategy->help);
    }
    say_table(columns, 2, cells[0], count);
    say_text(TEXT("\n`argosy strategies NAME` lists the parameters of one.\n"));
}

static void say_one(const struct argosy_strategy *strategy)
{
    static const struct say_column columns[] = {
        { "parameter", false }, { "values", false }, { "default", true }, { "", false }
    };
    static char texts[64][2][CELL_BYTES];
    static struct text cells[64][4];
    ASSERT(strategy->param_count <= 64);
    for (uint32_t i = 0; i < strategy->param_count; i++) {
        const struct argosy_param *param = &strategy->params[i];
        struct writer writers[2];
        for (uint32_t j = 0; j < 2; j++) writer_init(&writers[j], texts[i][j], CELL_BYTES);
        write_values(&writers[0], param);
        write_initial(&writers[1], param);
        cells[i][0] = text_from(param->name);
        cells[i][1] = writer_text(&writers[0]);
        cells[i][2] = writer_text(&writers[1]);
        cells[i][3] = text_from(param->help);
    }
    say_color(SAY_BOLD, text_from(strategy->name));
    say_format(": %s\n\n", strategy->help);
    say_table(columns, 4, cells[0], strategy->param_count);
}

static enum status run(const struct cli_arguments *arguments, struct err *err)
{
    const struct argosy_strategy *only = NULL;
    if (arguments->operand_count > 0) {
        enum status status = spec_strategy_check(arguments->operands[0], err);
        if (status != ST_OK) return status;
        only = strategy_find(text_from(arguments->operands[0]));
    }
    if (arguments->is_json) say_json(only);
    else if (only) say_one(only);
    else say_list();
    return ST_OK;
}

const struct cli_verb verb_strategies = {
    .name = "strategies",
    .help = "Lists the strategies, or the parameters of one",
    .operands = "[NAME]",
    .operands_max = 1,
    .examples = { "argosy strategies", "argosy strategies sma-cross --json" },
    .run = run,
};
