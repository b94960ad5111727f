#include "domain/dataset.h"
#include "support/test.h"

#include <string.h>

static const int64_t ts[] = { 10, 20, 20, 30 }, closes[] = { 1, 2, 3, 4 };

static struct dataset four_rows(void)
{
    struct dataset dataset = { .tick_units = 1, .lot_units = 1, .count = 4 };
    dataset.columns[COLUMN_TS] = ts;
    dataset.columns[COLUMN_CLOSE] = closes;
    dataset.hash = dataset_hash(&dataset);
    return dataset;
}

TEST(dataset, a_slice_is_the_same_columns_from_a_row_on)
{
    struct dataset whole = four_rows(), slice = dataset_slice(&whole, 1, 3);
    ck_assert_uint_eq(slice.count, 2);
    ck_assert_ptr_eq(slice.columns[COLUMN_TS], ts + 1);
    ck_assert_ptr_eq(slice.columns[COLUMN_CLOSE], closes + 1);
    ck_assert_ptr_null(slice.columns[COLUMN_OPEN]);
    ck_assert_uint_eq(dataset_slice(&whole, 4, 4).count, 0);
}

TEST(dataset, a_row_is_found_by_its_time_or_the_first_after_it)
{
    struct dataset dataset = four_rows();
    static const int64_t asked[] = { 0, 10, 11, 20, 21, 30, 31 };
    static const uint64_t rows[] = { 0, 0, 1, 1, 3, 3, 4 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_uint_eq(dataset_find(&dataset, asked[i]), rows[i]);
}

TEST(dataset, whatever_decides_what_a_row_means_is_in_the_hash)
{
    static const int64_t other[] = { 1, 2, 3, 5 };
    struct dataset changed[7];
    for (int i = 0; i < 7; i++) changed[i] = four_rows();
    changed[0].count = 3;
    changed[1].price_decimals = 1;
    changed[2].lot_decimals = 1;
    changed[3].tick_units = 5;
    changed[4].lot_units = 5;
    changed[5].columns[COLUMN_CLOSE] = other;
    changed[6].columns[COLUMN_OPEN] = closes; /* the same bytes under another name */
    changed[6].columns[COLUMN_CLOSE] = NULL;
    for (int i = 0; i < 7; i++)
        ck_assert_msg(dataset_hash(&changed[i]) != changed[i].hash, "change %d", i);
}

TEST(dataset, every_column_and_kind_has_a_name_of_its_own)
{
    for (int a = 0; a < COLUMN_COUNT; a++)
        for (int b = 0; b < a; b++)
            ck_assert_str_ne(data_column_name((enum data_column)a),
                             data_column_name((enum data_column)b));
    ck_assert_str_eq(data_kind_name(DATA_BARS), "bars");
    ck_assert_str_eq(data_kind_name(DATA_QUOTEBARS), "quotebars");
}
