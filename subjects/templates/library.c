/* SPDX-License-Identifier: Apache-2.0
 * A subject as a shared library: copy, replace the two functions, list what you offer.
 *   cc -O2 -fPIC -shared -I /usr/include/lossproof library.c -o mine.so -lm && lossproof doctor ./mine.so */
#include "lossproof_subject.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void sigmoid(int64_t n, const double *x, double *y) {
    for (int64_t i = 0; i < n; ++i) y[i] = x[i] >= 0 ? 1 / (1 + exp(-x[i])) : exp(x[i]) / (1 + exp(x[i]));
}

static void softmax(int64_t rows, int64_t columns, const double *z, double *p) {
    for (int64_t r = 0; r < rows; ++r, z += columns, p += columns) {
        double peak = -INFINITY, sum = 0;
        for (int64_t j = 0; j < columns; ++j) peak = fmax(peak, z[j]);
        for (int64_t j = 0; j < columns; ++j) sum += p[j] = exp(z[j] - peak);
        for (int64_t j = 0; j < columns; ++j) p[j] /= sum;
    }
}

/* Tensors are dense and row-major here, because we do not set LOSSPROOF_STRIDED. */
static int32_t compute(const lossproof_request *r) {
    const lossproof_tensor *in = lossproof_input(r, strcmp(r->operation, "softmax") == 0 ? "logits" : "x");
    const lossproof_tensor *out = lossproof_output(r, "value");
    int64_t count = 1;
    for (int32_t axis = 0; axis < in->rank; ++axis) count *= in->shape[axis];

    if (strcmp(r->operation, "sigmoid") == 0) {
        sigmoid(count, in->data, out->data);
    } else if (strcmp(r->operation, "softmax") == 0) {
        softmax(in->shape[0], in->shape[1], in->data, out->data);
    } else {
        snprintf(r->message, r->message_size, "no such operation: %s", r->operation);
        return LOSSPROOF_FAILED;
    }
    return LOSSPROOF_OK;
}

static const lossproof_offer offers[] = {
    {"sigmoid", LOSSPROOF_IN(LOSSPROOF_F64), "value", ""}, /* no options: only plain values are asked for */
    {"softmax", LOSSPROOF_IN(LOSSPROOF_F64), "value", ""},
};

const lossproof_subject *lossproof_subject_v1(void) {
    static const lossproof_subject subject = {
        sizeof(lossproof_subject), LOSSPROOF_ABI, 0, "library template", "1.0", NULL, "language: C99\n",
        sizeof(lossproof_offer), sizeof offers / sizeof *offers, offers, compute};
    return &subject;
}
