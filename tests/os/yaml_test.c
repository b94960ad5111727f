#include "os/yaml.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct yaml yaml;
static struct err err;

static bool look_up(void *context, struct text name, struct text *value)
{
    (void)context;
    if (text_equal(name, TEXT("HOME_DIR"))) return *value = TEXT("/srv"), true;
    if (text_equal(name, TEXT("CASH"))) return *value = TEXT("2500.5"), true;
    if (text_equal(name, TEXT("EMPTY"))) return *value = TEXT(""), true;
    if (text_equal(name, TEXT("TRICK"))) return *value = TEXT("${CASH}\n- *a"), true;
    return false;
}

static enum status parse_text(struct text text)
{
    static uint8_t *bytes;
    enum { SIZE = 32 << 20 };
    if (!bytes) bytes = malloc(SIZE);
    arena_init(&arena, bytes, SIZE);
    err = (struct err){ 0 };
    return yaml_parse(&yaml, &arena, "spec.yaml", text, look_up, NULL, &err);
}

static struct yaml_node *parse(const char *text)
{
    ck_assert_msg(parse_text(text_from(text)) == ST_OK, "%s: %s", text, err.text);
    return yaml.root;
}

static void check_refused(const char *text, const char *story)
{
    ck_assert_msg(parse_text(text_from(text)) == ST_CONFIG, "%s: accepted", text);
    ck_assert_str_eq(err.text, story);
}

static const char *scalar(struct yaml_node *mapping, const char *key)
{
    struct yaml_node *node = yaml_find(mapping, key);
    struct text text;
    ck_assert_ptr_nonnull(node);
    ck_assert_int_eq(yaml_text(node, &text, &err), ST_OK);
    ck_assert_uint_eq(strlen(text.bytes), text.length);
    return text.bytes;
}

TEST(yaml, a_text_becomes_a_tree_with_lines_and_columns)
{
    struct yaml_node *root = parse("# a spec\n"
                                   "account: {type: cash, cash: 10_0}\n"
                                   "data:\n"
                                   "  - source: a.csv\n"
                                   "    role: bars\n"
                                   "  - source: 'b.csv'\n"
                                   "note: |\n"
                                   "  two\n"
                                   "  lines\n");
    ck_assert_int_eq(root->kind, YAML_MAPPING);
    ck_assert_uint_eq(root->count, 3);
    struct yaml_node *account = yaml_find(root, "account"), *data = yaml_find(root, "data");
    ck_assert_str_eq(scalar(account, "type"), "cash");
    ck_assert_str_eq(scalar(account, "cash"), "10_0");
    ck_assert_uint_eq(yaml_find(account, "cash")->line, 2);
    ck_assert_uint_eq(yaml_find(account, "cash")->column, 29);
    ck_assert_int_eq(data->kind, YAML_SEQUENCE);
    ck_assert_uint_eq(data->count, 2);
    ck_assert_str_eq(scalar(data->first, "role"), "bars");
    ck_assert(!yaml_find(data->first, "source")->is_quoted);
    ck_assert_str_eq(scalar(data->last, "source"), "b.csv");
    ck_assert(yaml_find(data->last, "source")->is_quoted);
    ck_assert_uint_eq(data->last->line, 6);
    ck_assert_ptr_eq(data->first->next, data->last);
    ck_assert_str_eq(scalar(root, "note"), "two\nlines\n");
    ck_assert_ptr_null(yaml_find(root, "nothing"));
    ck_assert_ptr_null(yaml_find(NULL, "nothing"));
    ck_assert_int_eq(yaml_check_known(&yaml, &err), ST_OK);
}

TEST(yaml, nothing_at_all_is_a_mapping_without_keys)
{
    const char *texts[] = { "", "\n", "# only a comment\n", "---\n", "~", "null\n" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct yaml_node *root = parse(texts[i]);
        ck_assert_int_eq(root->kind, YAML_MAPPING);
        ck_assert_uint_eq(root->count, 0);
    }
    struct yaml_node *root = parse("a:\nb: ~\nc: null\nd: ''\ne: \"null\"\nf: []\n");
    ck_assert(yaml_is_null(yaml_find(root, "a")));
    ck_assert(yaml_is_null(yaml_find(root, "b")));
    ck_assert(yaml_is_null(yaml_find(root, "c")));
    ck_assert(!yaml_is_null(yaml_find(root, "d")));
    ck_assert(!yaml_is_null(yaml_find(root, "e")));
    ck_assert(!yaml_is_null(yaml_find(root, "f")));
}

TEST(yaml, variables_are_replaced_in_values)
{
    struct yaml_node *root = parse("a: ${HOME_DIR}/data\n"
                                   "b: \"x${CASH}y${CASH}z\"\n"
                                   "c: ${UNSET:-7}\n"
                                   "d: ${EMPTY:-8}\n"
                                   "e: ${EMPTY}\n"
                                   "f: ${UNSET:-}\n"
                                   "g: $${CASH} $$ $5 a$\n"
                                   "h: ${TRICK}\n"
                                   "i: ${CASH:-9}\n"
                                   "j: '${UNSET:-a:-b $c}'\n"
                                   "${CASH}: key\n");
    ck_assert_str_eq(scalar(root, "a"), "/srv/data");
    ck_assert_str_eq(scalar(root, "b"), "x2500.5y2500.5z");
    ck_assert_str_eq(scalar(root, "c"), "7");
    ck_assert_str_eq(scalar(root, "d"), "8");
    ck_assert_str_eq(scalar(root, "e"), "");
    ck_assert_str_eq(scalar(root, "f"), "");
    ck_assert_str_eq(scalar(root, "g"), "${CASH} $$ $5 a$");
    ck_assert_str_eq(scalar(root, "h"), "${CASH}\n- *a"); /* what a variable holds is text */
    ck_assert_str_eq(scalar(root, "i"), "2500.5");
    ck_assert_str_eq(scalar(root, "j"), "a:-b $c");
    ck_assert_str_eq(scalar(root, "${CASH}"), "key"); /* keys are as they are written */
    uint8_t bytes[1000];
    arena_init(&arena, bytes, sizeof bytes);
    ck_assert_int_eq(yaml_parse(&yaml, &arena, "spec.yaml", TEXT("${CASH}"), NULL, NULL, &err),
                     ST_OK);
    ck_assert_str_eq(yaml.root->text.bytes, "${CASH}");
}

TEST(yaml, a_variable_that_is_not_set_is_named_with_its_line)
{
    check_refused("a: 1\nb:\n  c: x${GONE}\n",
                  "spec.yaml:3: the variable GONE is not set; set it, or write ${GONE:-default}");
    check_refused("a: ${CASH", "spec.yaml:1: a ${ is not closed; write $${ for a plain ${");
    const char *bad[] = { "${}",   "${1A}", "${A-B}", "${A:B}",
                          "${A:}", "${ A}", "${:-x}", "${A B:-x}" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[64];
        snprintf(text, sizeof text, "a: '%s'", bad[i]);
        ck_assert_int_eq(parse_text(text_from(text)), ST_CONFIG);
        ck_assert_msg(strstr(err.text, "is neither ${NAME} nor ${NAME:-default}"), "%s", err.text);
    }
    ck_assert_int_eq(status_exit_code(ST_CONFIG), 78);
}

TEST(yaml, what_a_configuration_does_not_need_is_refused)
{
    check_refused("a: &x 1\n",
                  "spec.yaml:1: anchors (&name) are not supported; write the value out");
    check_refused("a: &x [1]\n",
                  "spec.yaml:1: anchors (&name) are not supported; write the value out");
    check_refused("a: &x {b: 1}\n",
                  "spec.yaml:1: anchors (&name) are not supported; write the value out");
    check_refused("a: 1\nb: *x\n",
                  "spec.yaml:2: aliases (*name) are not supported; write the value out");
    check_refused("a: !!int 1\n", "spec.yaml:1: tags (!name) are not supported; leave the tag out");
    check_refused("a: ! 1\n", "spec.yaml:1: tags (!name) are not supported; leave the tag out");
    check_refused("\n- !x [1]\n", "spec.yaml:2: tags (!name) are not supported; leave the tag out");
    check_refused("a: 1\nb: 2\n\"a\": 3\n",
                  "spec.yaml:3: the key \"a\" is there already, in line 1");
    check_refused("a: {b: 1,\n b: 2}\n", "spec.yaml:2: the key \"b\" is there already, in line 1");
    check_refused("[1]: 2\n", "spec.yaml:1: a key must be a plain text");
    check_refused("? {a: 1}\n: 2\n", "spec.yaml:1: a key must be a plain text");
    check_refused("a: 1\n---\nb: 2\n", "spec.yaml:2: a second document begins");
    check_refused("a: \"x\\0y\"\n", "spec.yaml:1: a NUL is not allowed, escaped or not");
    ck_assert_int_eq(parse_text(TEXT("a: [1, 2\nb: 3\n")), ST_CONFIG);
    ck_assert_msg(strstr(err.text, "spec.yaml:2: this is not YAML: "), "%s", err.text);
    ck_assert_int_eq(parse_text(TEXT("a: 1\nb: \xff\n")), ST_CONFIG);
    ck_assert_msg(strstr(err.text, "spec.yaml:2: this is not YAML: "), "%s", err.text);
    ck_assert_int_eq(parse_text(TEXT("a: \0")), ST_CONFIG);
    ck_assert_int_eq(parse_text(TEXT("\t- a")), ST_CONFIG);
}

TEST(yaml, there_are_limits)
{
    static char text[(1 << 20) + 2];
    for (uint32_t depth = 31; depth <= 34; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        ck_assert_int_eq(parse_text((struct text){ text, 2 * depth }),
                         depth <= 32 ? ST_OK : ST_CONFIG);
    }
    memset(text, '[', 1 << 20);
    ck_assert_int_eq(parse_text((struct text){ text, 1 << 20 }), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:1: it is nested more than 32 levels deep");
    memset(text, ' ', sizeof text);
    ck_assert_int_eq(parse_text((struct text){ text, 1 << 20 }), ST_OK);
    ck_assert_int_eq(parse_text((struct text){ text, (1 << 20) + 1 }), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:1: the text is longer than 1 MiB");
    struct writer writer;
    for (uint32_t count = YAML_NODES_MAX - 1; count <= YAML_NODES_MAX; count++) {
        writer_init(&writer, text, sizeof text);
        for (uint32_t i = 0; i < count; i++) writer_add(&writer, TEXT("- a\n"));
        ck_assert_int_eq(parse_text(writer_text(&writer)),
                         count < YAML_NODES_MAX ? ST_OK : ST_CONFIG);
    }
    ck_assert_str_eq(err.text, "spec.yaml:65536: there are more than 65,536 values");
    for (uint32_t count = YAML_KEYS_MAX; count <= YAML_KEYS_MAX + 1; count++) {
        writer_init(&writer, text, sizeof text);
        for (uint32_t i = 0; i < count; i++) writer_format(&writer, "k%u: 1\n", i);
        ck_assert_int_eq(parse_text(writer_text(&writer)),
                         count <= YAML_KEYS_MAX ? ST_OK : ST_CONFIG);
    }
    writer_init(&writer, text, sizeof text);
    for (uint32_t i = 0; i < 11000; i++) writer_add(&writer, TEXT("${CASH}"));
    ck_assert_int_eq(parse_text(writer_text(&writer)), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:1: a value is longer than 64 KiB once its variables are "
                               "replaced");
}

TEST(yaml, an_arena_too_small_is_an_answer_at_every_step)
{
    static uint8_t bytes[8192];
    struct text text = TEXT("a: ${CASH}\nb: [1, {c: d}]\ne: {}\n");
    enum status status = ST_FULL;
    uint32_t refused = 0;
    for (size_t size = 0; size < sizeof bytes && status == ST_FULL; size += 16, refused++) {
        arena_init(&arena, bytes, size);
        status = yaml_parse(&yaml, &arena, "spec.yaml", text, look_up, NULL, &err);
        if (status == ST_FULL)
            ck_assert_str_eq(err.text, "spec.yaml: the memory set aside for it is too small");
    }
    ck_assert_int_eq(status, ST_OK);
    ck_assert_uint_gt(refused, 20);
}

static struct yaml_node *value(const char *text)
{
    char line[200];
    snprintf(line, sizeof line, "x:\n  - v: %s\n", text);
    return yaml_find(yaml_find(parse(line), "x")->first, "v");
}

TEST(yaml, values_have_types_and_refusals_name_their_place)
{
    int64_t units = 0;
    double number = 0;
    bool is_on = false;
    uint32_t index = 9;
    struct text text;
    static const char *const names[] = { "cash", "margin", "futures" };
    ck_assert_int_eq(yaml_integer(value("12"), &units, 1, 12, &err), ST_OK);
    ck_assert_int_eq(units, 12);
    ck_assert_int_eq(yaml_integer(value("13"), &units, 1, 12, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:2: x[0].v: 13 is not from 1 to 12");
    ck_assert_int_eq(yaml_integer(value("0"), &units, 1, 12, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_integer(value("1.5"), &units, 1, 12, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:2: x[0].v: \"1.5\" is not a whole number");
    ck_assert_int_eq(yaml_integer(value("[1]"), &units, 1, 12, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:2: x[0].v: one value is expected here, not a list");
    ck_assert_int_eq(units, 12);
    ck_assert_int_eq(yaml_decimal(value("0.0025"), &units, 12, &err), ST_OK);
    ck_assert_int_eq(units, 2500000000);
    ck_assert_int_eq(yaml_decimal(value("0.125"), &units, 2, &err), ST_CONFIG);
    ck_assert_str_eq(err.text,
                     "spec.yaml:2: x[0].v: \"0.125\" is too large or has more than 2 decimals");
    ck_assert_int_eq(yaml_decimal(value("a"), &units, 2, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_decimal(value("{}"), &units, 2, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_number(value("-1e-3"), &number, &err), ST_OK);
    ck_assert(number == -0.001);
    ck_assert_int_eq(yaml_number(value("nan"), &number, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:2: x[0].v: \"nan\" is not a number");
    ck_assert_int_eq(yaml_number(value("[]"), &number, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_bool(value("Yes"), &is_on, &err), ST_OK);
    ck_assert(is_on);
    ck_assert_int_eq(yaml_bool(value("off"), &is_on, &err), ST_OK);
    ck_assert(!is_on);
    ck_assert_int_eq(yaml_bool(value("1"), &is_on, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_bool(value("{}"), &is_on, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_choice(value("margin"), &index, names, 3, &err), ST_OK);
    ck_assert_uint_eq(index, 1);
    ck_assert_int_eq(yaml_choice(value("margni"), &index, names, 3, &err), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:2: x[0].v: \"margni\" is none of cash, margin, futures; "
                               "did you mean \"margin\"?");
    ck_assert_int_eq(yaml_choice(value("something"), &index, names, 3, &err), ST_CONFIG);
    ck_assert_str_eq(err.text,
                     "spec.yaml:2: x[0].v: \"something\" is none of cash, margin, futures");
    ck_assert_int_eq(yaml_choice(value("[]"), &index, names, 3, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_text(value("{}"), &text, &err), ST_CONFIG);
    ck_assert_int_eq(yaml_expect(yaml.root, YAML_SCALAR, &err), ST_CONFIG);
    ck_assert_str_eq(err.text,
                     "spec.yaml:1: one value is expected here, not a mapping (key: value)");
}

TEST(yaml, keys_nobody_asked_for_are_refused_with_the_nearest_known)
{
    struct yaml_node *root = parse("costs:\n"
                                   "  fee: 1\n"
                                   "  slipage: 2\n"
                                   "  borrow: {rate: 1}\n"
                                   "acount: {cash: 1}\n"
                                   "params: {fast: 1, slow: {x: [1, {y: 2}]}}\n"
                                   "data:\n"
                                   "  - {source: a}\n"
                                   "  - {sorce: b}\n"
                                   "zzzzzzzz: 1\n");
    struct yaml_node *costs = yaml_find(root, "costs");
    (void)yaml_find(costs, "fee");
    (void)yaml_find(costs, "slippage");
    (void)yaml_find(costs, "slippage");
    (void)yaml_find(costs, "borrow");
    (void)yaml_find(root, "account");
    yaml_use(yaml_find(root, "params"));
    struct yaml_node *data = yaml_find(root, "data");
    for (struct yaml_node *node = data->first; node; node = node->next)
        (void)yaml_find(node, "source");
    ck_assert_int_eq(yaml_check_known(&yaml, &err), ST_CONFIG);
    ck_assert_str_eq(err.text,
                     "spec.yaml:3: the key \"costs.slipage\" is not known; did you mean "
                     "\"slippage\"?; spec.yaml:4: the key \"costs.borrow.rate\" is not known; "
                     "spec.yaml:5: the key \"acount\" is not known; did you mean \"account\"?; "
                     "and 2 more");
    const struct yaml_node *node = NULL;
    uint32_t count = 0;
    for (; (node = yaml_unknown(&yaml, node)) != NULL; count++)
        if (count == 3) ck_assert_str_eq(yaml_nearest(node), "source");
        else if (count == 4) ck_assert_ptr_null(yaml_nearest(node));
    ck_assert_uint_eq(count, 5);
    root = parse("zzzzzzzz: 1\n");
    (void)yaml_find(root, "from");
    (void)yaml_find(root, "to");
    ck_assert_int_eq(yaml_check_known(&yaml, &err), ST_CONFIG);
    ck_assert_str_eq(err.text,
                     "spec.yaml:1: the key \"zzzzzzzz\" is not known; known are to, from");
}

TEST(yaml, a_caller_can_refuse_a_node_in_its_own_words)
{
    struct yaml_node *node = value("5");
    ck_assert_int_eq(yaml_refuse(node, &err, "%d is not enough", 5), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:2: x[0].v: 5 is not enough");
    ck_assert_int_eq(yaml_refuse(yaml.root, &err, "no"), ST_CONFIG);
    ck_assert_str_eq(err.text, "spec.yaml:1: no");
}
