#include "quant/metrics_parts.h"

/* One table a group, then what each convention changes. Kept from Markdown's bars: a formula's |x|.
 */
static void add_cell(struct writer *writer, const char *text)
{
    for (; *text; text++) {
        if (*text == '|') writer_char(writer, '\\');
        writer_char(writer, *text);
    }
    writer_add(writer, TEXT(" | "));
}

static void add_group(struct writer *writer, enum metric_group group)
{
    static const char *const better[] = { "higher", "lower", "–" };
    writer_format(writer, "\n## %s\n\n", metric_group_name(group));
    writer_add(writer, TEXT("| JSON name | For people | Unit | Better | Definition | Source |\n"
                            "|---|---|---|---|---|---|\n"));
    for (uint32_t i = 0; i < METRIC_COUNT; i++) {
        const struct metric_row *row = &metric_table[i];
        if (row->group != group) continue;
        writer_format(writer, "| `%s` | ", row->name);
        add_cell(writer, row->label);
        add_cell(writer, metric_unit_name(row->unit));
        add_cell(writer, better[row->better]);
        add_cell(writer, row->formula);
        writer_format(writer, "%s%s |\n", row->source, row->is_annual ? "; annualised" : "");
    }
}

void metrics_document(struct writer *writer)
{
    writer_add(writer,
               TEXT("# Metrics\n\n"
                    "Made from the table in `lib/quant/metrics_table.c`; change it there.\n\n"
                    "Fractions are fractions: -0.48 is -48 %. What is not defined is `null` in "
                    "JSON. r are the "
                    "returns of UTC days, whatever the bars are: the last equity of a day over "
                    "that of the day "
                    "before, the first over the start; a day without a bar is no day. n is their "
                    "number, A the "
                    "periods of a year (365 for venues that never close, else the sessions of the "
                    "calendar), rf "
                    "the risk-free rate of a day, 0 unless given. A run under 30 days leaves "
                    "undefined what is "
                    "marked annualised. After ruin there are no returns.\n"));
    for (uint32_t i = 0; i < GROUP_COUNT; i++) add_group(writer, (enum metric_group)i);
    writer_add(writer,
               TEXT("\n## Conventions\n\n"
                    "`--conventions NAME` takes the definitions of a library where they differ; "
                    "what is not named here stays as above.\n\n"
                    "| Name | Differs in |\n|---|---|\n"));
    for (uint32_t i = 0; i < METRICS_CONVENTION_COUNT; i++) {
        const struct metric_rules *rules = metric_convention_rules((enum metric_convention)i);
        writer_format(writer, "| `%s` | %s |\n", rules->name, rules->words);
    }
}
