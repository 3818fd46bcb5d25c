// SPDX-License-Identifier: Apache-2.0
double fused(double a, double b, double c) { return a * b + c; }
