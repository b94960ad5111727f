/*
 * embed.c — a program of somebody else's that links libargosy. It says which library it met and
 * refuses one whose ABI differs from the headers it was compiled with. Built outside Argosy's tree:
 *
 *     cc embed.c $(pkg-config --cflags --libs argosy) -o embed && ./embed
 */
#include <argosy/argosy.h>
#include <argosy/strategy.h>

#include <stdio.h>

/* A name the library uses inside: a program may have its own. */
const char *status_text(int status);
const char *status_text(int status) { return status == 0 ? "agrees with" : "differs from"; }

int main(void)
{
    int status = argosy_abi() == ARGOSY_ABI ? 0 : 1;
    printf("libargosy %s, whose ABI %u %s this program's, %u\n", argosy_version(), argosy_abi(),
           status_text(status), ARGOSY_ABI);

    /* Five ticks of a hundredth, told by the strategy interface's own arithmetic. */
    struct argosy_series series = { .size = sizeof series, .tick_units = 1, .price_scale = 100 };
    printf("a price of 5 ticks is %.2f\n", argosy_price(&series, 5));
    return status;
}
