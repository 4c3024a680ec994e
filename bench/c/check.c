/* URL PRODUCT SALT FOLDER [CHECKS]: opens a client and checks; prints microseconds per check after the first. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cg_license.h"

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int main(int count, char **words)
{
    cg_license_options options = CG_LICENSE_OPTIONS_INIT;
    cg_license_client *client;
    long checks, i;
    double began;

    if (count < 5)
        return 2;
    options.server_url = words[1];
    options.product_id = words[2];
    options.product_salt = words[3];
    options.storage_dir = words[4];
    checks = count > 5 ? atol(words[5]) : 0;
    if (cg_license_open(&options, &client) != CG_LICENSE_OK || cg_license_check(client) != CG_LICENSE_OK)
        return 1;
    began = now();
    for (i = 0; i < checks; i++) {
        if (cg_license_check(client) != CG_LICENSE_OK)
            return 1;
    }
    printf("%.3f\n", checks > 0 ? (now() - began) / (double)checks : 0);
    return cg_license_close(client);
}
